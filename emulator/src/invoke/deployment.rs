//! A function as its environments need it: the executable, the limits, the variables.

use std::{
    env,
    path::{self, Path, PathBuf},
    time::Duration,
};

use jiff::Timestamp;
use uuid::Uuid;

use super::{Function, LambdaConfig, StartError, name};

/// What every environment of one function has in common.
pub(super) struct Deployment {
    /// The executable.
    pub(super) binary: PathBuf,
    /// Its directory, where it is started.
    pub(super) directory: PathBuf,
    /// How long one event may take.
    pub(super) timeout: Duration,
    /// How many events one environment is given at a time.
    pub(super) concurrency: usize,
    variables: Vec<(String, String)>,
    overrides: Vec<(String, String)>,
}

impl Deployment {
    /// Looks at the executable and gathers the variables.
    ///
    /// # Errors
    /// When the executable is not there or cannot be executed.
    pub(super) async fn new(
        function: &Function,
        binary: &Path,
        config: &LambdaConfig,
    ) -> Result<Self, StartError> {
        let refused = |reason: String| StartError::Binary {
            function: function.name.clone(),
            path: binary.to_owned(),
            reason,
        };
        let binary = path::absolute(binary).map_err(|error| refused(error.to_string()))?;
        let metadata = tokio::fs::metadata(&binary).await.map_err(|error| refused(error.to_string()))?;
        if !metadata.is_file() {
            return Err(refused("it is not a file".to_owned()));
        }
        if !is_executable(&metadata) {
            return Err(refused("it is not executable".to_owned()));
        }
        let directory = binary.parent().unwrap_or(Path::new("/")).to_owned();
        let concurrency = function
            .env
            .iter()
            .rev()
            .find(|(key, _)| key == "AWS_LAMBDA_MAX_CONCURRENCY")
            .and_then(|(_, value)| value.parse().ok())
            .unwrap_or(1)
            .max(1);
        Ok(Self {
            variables: variables(&function.name, &directory, config),
            binary,
            directory,
            timeout: function.timeout,
            concurrency,
            overrides: function.env.clone(),
        })
    }

    /// All variables of one environment's process. Nothing else of the emulator's own environment
    /// reaches a function, as nothing of it would in Lambda: above all no home directory, in which an
    /// SDK would find real credentials.
    pub(super) fn variables(&self, runtime_api: &str) -> impl Iterator<Item = (String, String)> {
        let stream =
            format!("{}/[$LATEST]{}", Timestamp::now().strftime("%Y/%m/%d"), Uuid::new_v4().simple());
        self.variables
            .iter()
            .cloned()
            .chain([("AWS_LAMBDA_LOG_STREAM_NAME".to_owned(), stream)])
            .chain(self.overrides.iter().cloned())
            .chain([("AWS_LAMBDA_RUNTIME_API".to_owned(), runtime_api.to_owned())])
    }
}

fn variables(name: &str, directory: &Path, config: &LambdaConfig) -> Vec<(String, String)> {
    debug_assert!(name::is_name(name), "names are checked when functions start");
    let log_group = format!("/aws/lambda/{name}");
    let path = env::var("PATH").unwrap_or_else(|_| "/usr/local/bin:/usr/bin:/bin".to_owned());
    [
        ("PATH", path.as_str()),
        ("LANG", "en_US.UTF-8"),
        ("TZ", ":UTC"),
        ("_HANDLER", "bootstrap"),
        ("LAMBDA_TASK_ROOT", &directory.to_string_lossy()),
        ("AWS_LAMBDA_FUNCTION_NAME", name),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", &log_group),
        ("AWS_REGION", &config.region),
        ("AWS_DEFAULT_REGION", &config.region),
        // The emulator checks no signature; the SDKs insist on having something to sign with.
        ("AWS_ACCESS_KEY_ID", "emulator"),
        ("AWS_SECRET_ACCESS_KEY", "emulator"),
        ("AWS_SESSION_TOKEN", "emulator"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_ENDPOINT_URL_CHIME_SDK_MESSAGING", &config.chime_endpoint),
        ("AWS_ENDPOINT_URL_CHIME_SDK_IDENTITY", &config.chime_endpoint),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .to_vec()
}

fn is_executable(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}
