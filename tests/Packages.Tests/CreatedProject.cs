using System.Xml.Linq;

namespace VaeMlNet.Packages.Tests;

/// <summary>A project that <c>dotnet new</c> creates from the packed templates, and its build.</summary>
internal sealed class CreatedProject : IDisposable
{
    private readonly InstalledTemplates templates = new();
    private readonly string name;

    /// <summary>Creates and builds a project.</summary>
    /// <param name="template">The short name of the template.</param>
    /// <param name="name">The name of the project.</param>
    public CreatedProject(string template, string name)
    {
        this.name = name;
        templates.New(template, "--output", name);
        ProgramRun.Run("dotnet", Path, "build", "--configuration", "Release", "-warnaserror")!.Succeeded();
    }

    /// <summary>Gets the path of the project's folder.</summary>
    public string Path => templates[name];

    /// <summary>Gets the path of the program that was built.</summary>
    public string Program => templates[name, "bin", "Release", "net10.0", $"{name}.dll"];

    /// <summary>Returns the versions of the packages that the project references.</summary>
    public Dictionary<string, string> References() =>
        XDocument
            .Load(templates[name, $"{name}.csproj"])
            .Descendants("PackageReference")
            .ToDictionary(
                element => (string)element.Attribute("Include")!,
                element => (string)element.Attribute("Version")!
            );

    public void Dispose() => templates.Dispose();
}
