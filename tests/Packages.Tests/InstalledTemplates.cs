namespace VaeMlNet.Packages.Tests;

/// <summary>A folder outside the repository in which <c>dotnet new</c> creates projects from the packed templates.</summary>
internal sealed class InstalledTemplates : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Installs the templates in a hive of its own.</summary>
    public InstalledTemplates()
    {
        // The packed libraries are unpacked into a folder of the test, the others come from the user's package cache.
        folder.Write(
            "Directory.Build.props",
            $"""
            <Project>
              <PropertyGroup>
                <RestoreAdditionalProjectSources>{PackedFiles.Folder}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{folder["packages"]}</RestorePackagesPath>
                <RestoreFallbackFolders>{UserProgram.PackageCache}</RestoreFallbackFolders>
              </PropertyGroup>
            </Project>
            """
        );
        New("install", PackedFiles.FileOf("VaeMlNet.Templates"));
    }

    public string Path => folder.Path;

    /// <summary>Gets the path of a file or folder in this folder. The file or folder need not exist.</summary>
    public string this[params string[] names] => folder[names];

    /// <summary>Gets the option that <c>dotnet new</c> needs to find the templates, as two words.</summary>
    public string[] HiveOption => ["--debug:custom-hive", folder["hive"]];

    public void New(params string[] arguments) =>
        ProgramRun.Run("dotnet", Path, ["new", .. arguments, .. HiveOption])!.Succeeded();

    public void Dispose() => folder.Dispose();
}
