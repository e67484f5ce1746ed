using System.Xml.Linq;

namespace VaeMlNet.Packages.Tests;

/// <summary>A project that <c>dotnet new</c> creates from the packed templates, in a folder outside the repository, and its build.</summary>
internal sealed class CreatedProject : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string name;

    /// <summary>Installs the templates in a hive of its own, and creates and builds a project.</summary>
    /// <param name="template">The short name of the template.</param>
    /// <param name="name">The name of the project.</param>
    public CreatedProject(string template, string name)
    {
        this.name = name;
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
        New(template, "--output", name);
        ProgramRun.Run("dotnet", Path, "build", "--configuration", "Release", "-warnaserror")!.Succeeded();
    }

    /// <summary>Gets the path of the project's folder.</summary>
    public string Path => folder[name];

    /// <summary>Gets the path of the program that was built.</summary>
    public string Program => folder[name, "bin", "Release", "net10.0", $"{name}.dll"];

    /// <summary>Returns the versions of the packages that the project references.</summary>
    public Dictionary<string, string> References() =>
        XDocument
            .Load(folder[name, $"{name}.csproj"])
            .Descendants("PackageReference")
            .ToDictionary(
                element => (string)element.Attribute("Include")!,
                element => (string)element.Attribute("Version")!
            );

    public void Dispose() => folder.Dispose();

    private void New(params string[] arguments) =>
        ProgramRun
            .Run("dotnet", folder.Path, ["new", .. arguments, "--debug:custom-hive", folder["hive"]])!
            .Succeeded();
}
