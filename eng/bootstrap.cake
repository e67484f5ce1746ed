// Where the packages come from. `src` references the real Microsoft.ML, ONNX Runtime and TorchSharp packages. On machines
// whose package source lacks them, the build uses the subsets under compat/ (docs/adr/0004-compat.md). The decision is
// stored in artifacts/deps.props, which Directory.Build.props imports.

static readonly string[] CompatDebianPackages = { "g++", "libtorch-dev", "libopenblas0-pthread" };

// Tests use onnx.checker. Without it, they are skipped with a message.
const string OnnxChecker = "python3-onnx";

// Long tests open reports in a browser, use a real broker from C# and Python, submit jobs to a real Slurm, trace system calls, and
// parse YAML. Without these programs, they are skipped with a message.
static readonly string[] LongTestPackages = { "strace", "chromium", "rabbitmq-server", "python3-pika", "slurm-wlm", "munge", "python3-yaml" };

void Bootstrap(string deps, bool probeAgain)
{
    var remembered = deps == "auto" && !probeAgain ? RememberedDependencies() : null;
    var (mode, why) = remembered ?? deps switch
    {
        "packages" or "compat" => (deps, $"--deps={deps}"),
        "auto" => ProbeDependencies(),
        _ => throw new CakeException($"--deps is '{deps}', expected packages, compat or auto."),
    };
    Information($"Dependencies: {mode} ({(remembered is null ? "" : "remembered: ")}{why})");
    if (mode == "compat")
    {
        InstallDebianPackages();
        FetchOnnxRuntime();
        Run("bash", "compat/TorchSharp/native/build.sh", "artifacts/torch");
    }
    if (remembered is null)
        RememberDependencies(mode, why);
}

(string Mode, string Why)? RememberedDependencies()
{
    if (!FileExists("artifacts/deps.props"))
        return null;
    var properties = System.Xml.Linq.XDocument.Load("artifacts/deps.props").Root.Element("PropertyGroup");
    return (properties.Element("MlDependencies").Value, properties.Element("MlDependenciesReason")?.Value ?? "no reason kept");
}

void RememberDependencies(string mode, string why)
{
    var document = new System.Xml.Linq.XDocument(
        new System.Xml.Linq.XElement("Project",
            new System.Xml.Linq.XElement("PropertyGroup",
                new System.Xml.Linq.XElement("MlDependencies", mode),
                new System.Xml.Linq.XElement("MlDependenciesReason", why))));
    EnsureDirectoryExists("artifacts");
    document.Save("artifacts/deps.props.tmp");
    System.IO.File.Move("artifacts/deps.props.tmp", "artifacts/deps.props", overwrite: true);
}

/// A restore of the real packages decides. Only "no such package" or "no such version" means compat; any other failure,
/// such as one of the network, stops the build, because a wrong guess would silently build against a subset.
(string Mode, string Why) ProbeDependencies()
{
    var output = new List<string>();
    int exitCode = StartProcess(
        "dotnet",
        new ProcessSettings
        {
            Arguments = Arguments(new[] { "restore", "eng/probe/probe.csproj", "-p:MlDependencies=packages", "--force" }),
            RedirectStandardOutput = true,
            RedirectedStandardOutputHandler = line => { if (line != null) output.Add(line); return null; },
        });
    if (exitCode == 0)
        return ("packages", "the probe restore found the real packages");
    string[] missing = output
        .Where(line => line.Contains("NU1101") || line.Contains("NU1102"))
        .Select(line => System.Text.RegularExpressions.Regex.Match(line, "package ([A-Za-z0-9.-]+?)[. ]*(with version| No|$)").Groups[1].Value)
        .Distinct().ToArray();
    bool onlyMissing = output.Where(line => line.Contains(": error ")).All(line => line.Contains("NU1101") || line.Contains("NU1102"));
    if (missing.Length > 0 && onlyMissing)
        return ("compat", $"the package source lacks {string.Join(", ", missing)}");
    throw new CakeException(
        "The probe restore of Microsoft.ML and TorchSharp failed, and not because the packages are missing:\n"
        + string.Join("\n", output.Where(line => line.Contains("error")).DefaultIfEmpty("dotnet restore printed no error").Take(3))
        + "\nMend the package source or the network and run again, or choose with --deps=packages or --deps=compat.");
}

void InstallDebianPackages()
{
    if (!OperatingSystem.IsLinux() || System.Runtime.InteropServices.RuntimeInformation.OSArchitecture != System.Runtime.InteropServices.Architecture.X64)
        throw new CakeException("compat mode runs on x64 Linux with Debian's packages only. Use a package source that has Microsoft.ML and TorchSharp, with --deps=packages.");
    InstallDebianPackages("compat mode needs", CompatDebianPackages, OnnxChecker);
}

/// Installs Debian's PyTorch, with which a benchmark compares, and Debian's matplotlib, which draws plots. Without matplotlib,
/// benchmarks still write their figures.
void InstallForBenchmark(string filter)
{
    if (new[] { "models", "tables" }.Contains(filter) || !OperatingSystem.IsLinux() || !FileExists("/usr/bin/dpkg-query"))
        return;
    if (filter == "train")
        InstallDebianPackages("--filter=train compares with PyTorch and needs", new[] { "python3-torch" });
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

/// Fetches ONNX Runtime's official C# sources and native library from npm.
void FetchOnnxRuntime()
{
    const string npm = "artifacts/onnxruntime-npm";
    string wanted = System.IO.File.ReadAllText("compat/Microsoft.ML.OnnxRuntime/npm/package-lock.json");
    const string stamp = "artifacts/onnxruntime/fetched.json";
    if (FileExists(stamp) && System.IO.File.ReadAllText(stamp) == wanted)
        return;
    Information("Fetching ONNX Runtime from npm");
    CleanDirectory(npm);
    CopyDirectory("compat/Microsoft.ML.OnnxRuntime/npm", npm);
    Quietly("npm", "ci", "--prefix", npm, "--ignore-scripts", "--no-audit", "--no-fund");
    CleanDirectory("artifacts/onnxruntime");
    string package = $"{npm}/node_modules/com.github.asus4.onnxruntime";
    CopyDirectory($"{package}/Runtime", "artifacts/onnxruntime/Runtime");
    EnsureDirectoryExists("artifacts/onnxruntime/Plugins/Linux/x64");
    CopyFiles($"{package}/Plugins/Linux/x64/*.so", "artifacts/onnxruntime/Plugins/Linux/x64");
    CopyFiles(new[] { new FilePath($"{package}/LICENSE"), new FilePath($"{package}/ThirdPartyNotices.txt") }, "artifacts/onnxruntime");
    DeleteDirectory(npm, new DeleteDirectorySettings { Recursive = true, Force = true });
    System.IO.File.WriteAllText(stamp, wanted);
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
