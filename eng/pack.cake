// Packs the libraries and, per runtime, the tools.

static readonly string[] PackedLibraries = { "VaeMlNet", "VaeMlNet.OnnxExport", "VaeMlNet.Report", "VaeMlNet.Training" };

static readonly string[] PackedTools = { "VaeMlNet.Cli", "VaeMlNet.Worker" };

/// The largest package that nuget.org accepts. libtorch alone is more than half of it.
const long LargestPackage = 250_000_000;

void Pack(string configuration, bool smoke, string folder, string runtimes)
{
    bool isCompat = RememberedDependencies() is { Mode: "compat" };
    if (isCompat && !smoke)
        throw new CakeException("Pack needs the real packages: built here, the tool would contain the subsets under compat/ instead of ML.NET, ONNX Runtime and TorchSharp. '--target=Pack --smoke' packs for a test of the packaging, as version X.Y.Z-smoke; to publish, pack where the package source has the real ones.");
    EnsureDirectoryExists(folder);
    DeleteFiles($"{folder}/VaeMlNet*.*nupkg");
    string[] common = { "--configuration", configuration, "--output", folder, "--verbosity", "quiet", "-p:ContinuousIntegrationBuild=true" };
    if (smoke)
        common = common.Append("-p:VersionSuffix=smoke").ToArray();

    foreach (string library in PackedLibraries)
        Dotnet(new[] { "pack", $"src/{library}" }.Concat(common).ToArray());
    if (runtimes == "")
        runtimes = isCompat ? "linux-x64" : "linux-x64,win-x64,osx-arm64";
    foreach (string tool in PackedTools)
        Dotnet(new[] { "pack", $"src/{tool}", $"-p:ToolRuntimes={runtimes.Replace(",", "%3B")}", "-p:OnnxRuntimePackage=Microsoft.ML.OnnxRuntime" }.Concat(common).ToArray());
    PrintPackageSizes(folder);
}

void PrintPackageSizes(string folder)
{
    foreach (FilePath package in GetFiles($"{folder}/VaeMlNet*.*nupkg").OrderBy(file => file.FullPath))
    {
        long bytes = new System.IO.FileInfo(package.FullPath).Length;
        Information(FormattableString.Invariant($"{bytes / 1e6,8:F1} MB  {package.GetFilename()}"));
        if (bytes > LargestPackage)
            Warning($"{package.GetFilename()} is larger than the {LargestPackage / 1_000_000} MB that nuget.org accepts.");
    }
}
