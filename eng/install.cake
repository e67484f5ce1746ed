// Installs the Debian packages that tests and benchmarks start. Building needs none.

// Tests use onnx.checker. Without it, they are skipped with a message.
const string OnnxChecker = "python3-onnx";

// Long tests open reports in a browser, use a real broker from C# and Python, submit jobs to a real Slurm, trace system calls,
// scrape a service with Prometheus, score a table of PostgreSQL, compile a
// sample ahead of time, parse YAML, and use onnx.checker. Without these programs, they are skipped with a message.
static readonly string[] LongTestPackages = { OnnxChecker, "strace", "chromium", "rabbitmq-server", "python3-pika", "slurm-wlm", "munge", "python3-yaml", "prometheus", "postgresql", "gcc", "zlib1g-dev" };

/// Installs Debian's PyTorch, with which --filter=train --pytorch compares, and Debian's matplotlib, which draws plots. Without
/// matplotlib, benchmarks still write their figures.
void InstallForBenchmark(string filter)
{
    if (new[] { "models", "tables" }.Contains(filter) || !OperatingSystem.IsLinux() || !FileExists("/usr/bin/dpkg-query"))
        return;
    if (filter == "train" && HasArgument("pytorch"))
        InstallDebianPackages("--filter=train --pytorch compares with PyTorch and needs", new[] { "python3-torch" });
    try
    {
        InstallDebianPackages("Plots need", new string[0], "python3-matplotlib");
    }
    catch (CakeException exception)
    {
        Warning($"Plots will not be drawn: {exception.Message}");
    }
}

/// Installs the programs that long tests start.
void InstallForLongTests()
{
    if (!OperatingSystem.IsLinux() || !FileExists("/usr/bin/dpkg-query"))
        return;
    try
    {
        InstallDebianPackages("Long tests use", new string[0], LongTestPackages);
    }
    catch (CakeException exception)
    {
        Warning($"Tests that need {string.Join(", ", LongTestPackages)} will be skipped: {exception.Message}");
    }
}

/// Installs the programs that tests start, where that is possible.
void InstallForTests()
{
    if (OperatingSystem.IsLinux() && FileExists("/usr/bin/dpkg-query"))
        InstallDebianPackages("Tests use", new string[0], OnnxChecker);
}

/// Installs missing packages. Optional packages are skipped if only an administrator can install them.
void InstallDebianPackages(string why, string[] needed, params string[] useful)
{
    bool isRoot = Environment.UserName == "root";
    string[] missing = needed.Concat(isRoot ? useful : new string[0]).Where(name => !IsDebianPackageInstalled(name)).ToArray();
    if (missing.Length == 0)
        return;
    string names = string.Join(" ", missing);
    if (!isRoot)
        throw new CakeException($"{why} Debian packages that are not installed: {names}. Ask an administrator for: sudo apt-get install {names}");
    Information($"Installing Debian packages: {names}");
    Quietly("apt-get", "update");
    Quietly("apt-get", new[] { "install", "--yes", "--no-install-recommends" }.Concat(missing).ToArray());
}

bool IsDebianPackageInstalled(string name)
{
    string status = "";
    int exitCode = StartProcess(
        "dpkg-query",
        new ProcessSettings
        {
            Arguments = Arguments(new[] { "--show", "--showformat=${Status}", name }),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectedStandardOutputHandler = line => { status += line; return null; },
            RedirectedStandardErrorHandler = _ => null,
        });
    return exitCode == 0 && status == "install ok installed";
}

/// Runs a program and shows its output only when it fails.
void Quietly(string program, params string[] arguments)
{
    var output = new System.Collections.Concurrent.ConcurrentQueue<string>();
    int exitCode = StartProcess(
        program,
        new ProcessSettings
        {
            Arguments = Arguments(arguments),
            // In runlevel 1 Debian starts no service that a package brings.
            EnvironmentVariables = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive", ["RUNLEVEL"] = "1" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectedStandardOutputHandler = line => { output.Enqueue(line); return null; },
            RedirectedStandardErrorHandler = line => { output.Enqueue(line); return null; },
        });
    if (exitCode != 0)
        throw new CakeException($"{program} {string.Join(" ", arguments)} ended with exit code {exitCode}:\n{string.Join("\n", output.Where(line => line != null).TakeLast(15))}");
}
