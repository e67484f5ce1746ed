// Packs the libraries, the templates and, per runtime, the tools.

static readonly string[] PackedLibraries = { "VaeMlNet", "VaeMlNet.Data", "VaeMlNet.Hosting", "VaeMlNet.OnnxExport", "VaeMlNet.Report", "VaeMlNet.Training" };

static readonly string[] PackedTools = { "VaeMlNet.Cli", "VaeMlNet.Worker" };

/// The largest package that nuget.org accepts. libtorch alone is more than half of it.
const long LargestPackage = 250_000_000;

void Pack(string configuration, bool smoke, string folder, string runtimes)
{
    EnsureDirectoryExists(folder);
    DeleteFiles($"{folder}/VaeMlNet*.*nupkg");
    DeleteFiles($"{folder}/VaeMlNet*.cdx.json");
    string[] common = { "--configuration", configuration, "--output", folder, "--verbosity", "quiet", "-p:ContinuousIntegrationBuild=true" };
    if (smoke)
        common = common.Append("-p:VersionSuffix=smoke").ToArray();

    foreach (string library in PackedLibraries)
        Dotnet(new[] { "pack", $"src/{library}" }.Concat(common).ToArray());
    Dotnet(new[] { "pack", "templates" }.Concat(common).ToArray());
    if (MissingPackages("src/VaeMlNet.Gpu") is { Length: > 0 } missing)
        Information($"VaeMlNet.Gpu is left out: the package source does not have {string.Join(", ", missing)}.");
    else
        Dotnet(new[] { "pack", "src/VaeMlNet.Gpu" }.Concat(common).ToArray());
    foreach (string tool in PackedTools)
        Dotnet(new[] { "pack", $"src/{tool}", $"-p:ToolRuntimes={runtimes.Replace(",", "%3B")}" }.Concat(common).ToArray());
    foreach (string project in PackedLibraries.Concat(PackedTools))
        WriteBill(project, folder, smoke ? "-smoke" : "");
    PrintPackageSizes(folder);
}

/// Writes the bill of materials (SBOM) of a package beside it: its name and version, and those of all packages that it brings.
void WriteBill(string project, string folder, string suffix)
{
    string version = XmlPeek("Directory.Build.props", "//VersionPrefix") + suffix;
    string[] arguments = { "dotnet-CycloneDX", $"src/{project}/{project}.csproj", "--output", folder, "--filename", $"{project}.{version}.cdx.json", "--output-format", "Json", "--set-name", project, "--set-version", version, "--set-type", "Library", "--disable-package-restore" };
    Dotnet(arguments);
}

/// Restores a project, and returns the names of the packages that the package source does not have. Any other error of the restore is thrown.
string[] MissingPackages(string project)
{
    var output = new List<string>();
    int exitCode = StartProcess(
        "dotnet",
        new ProcessSettings
        {
            Arguments = Arguments(new[] { "restore", project }),
            RedirectStandardOutput = true,
            RedirectedStandardOutputHandler = line => { if (line != null) output.Add(line); return null; },
        });
    string[] errors = output.Where(line => line.Contains(": error ")).ToArray();
    string[] missing = errors
        .Where(line => line.Contains("NU1101") || line.Contains("NU1102"))
        .Select(line => System.Text.RegularExpressions.Regex.Match(line, "package ([A-Za-z0-9.-]+?)[. ]*(with version| No|$)").Groups[1].Value)
        .Distinct().Order().ToArray();
    if (exitCode != 0 && (missing.Length == 0 || errors.Any(line => !line.Contains("NU1101") && !line.Contains("NU1102"))))
        throw new CakeException($"dotnet restore {project} ended with exit code {exitCode}:\n{string.Join("\n", errors.Take(3))}");
    return missing;
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
