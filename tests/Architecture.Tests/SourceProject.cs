using System.Xml.Linq;

namespace VaeMlNet.Architecture.Tests;

/// <summary>A project under src with its source files, linked files included.</summary>
internal sealed class SourceProject
{
    private readonly string folder;
    private readonly XDocument project;
    private readonly Lazy<ProjectCompilation> compilation;
    private readonly Lazy<FolderGraph> folders;

    private SourceProject(string projectFile)
    {
        folder = Path.GetDirectoryName(projectFile)!;
        project = XDocument.Load(projectFile);
        Name = Path.GetFileNameWithoutExtension(projectFile);
        Files = [.. OwnFiles(), .. LinkedFiles()];
        compilation = new(() =>
            new(Name, Files, project.Descendants("Using").Select(name => name.Attribute("Include")!.Value))
        );
        folders = new(() => new(FolderReferences.Find(Compilation), Files));
    }

    /// <summary>Gets every project under src.</summary>
    public static IReadOnlyList<SourceProject> All { get; } =
    [
        .. Directory
            .EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => new SourceProject(file)),
    ];

    /// <summary>Gets the name of the project, which is that of its assembly.</summary>
    public string Name { get; }

    /// <summary>Gets the namespace of the project.</summary>
    public string Namespace => project.Descendants("RootNamespace").SingleOrDefault()?.Value ?? Name;

    public IReadOnlyList<SourceFile> Files { get; }

    public ProjectCompilation Compilation => compilation.Value;

    public FolderGraph Folders => folders.Value;

    public override string ToString() => Name;

    private IEnumerable<SourceFile> OwnFiles() =>
        Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (file, parts: Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)))
            // Builds of other projects compile what buildTransitive contains.
            .Where(found => found.parts[0] is not ("bin" or "obj" or "buildTransitive"))
            .OrderBy(found => found.file, StringComparer.Ordinal)
            .Select(found => Read(found.file, found.parts.Length > 1 ? found.parts[0] : SourceFile.TopFloor));

    private IEnumerable<SourceFile> LinkedFiles() =>
        from link in project.Descendants("Compile")
        where link.Attribute("Include") is not null
        let pattern = Path.Combine(folder, link.Attribute("Include")!.Value)
        let linkFolder = link.Attribute("LinkBase")!.Value
        from file in Directory.EnumerateFiles(Path.GetDirectoryName(pattern)!, Path.GetFileName(pattern))
        select Read(file, linkFolder) with
        {
            IsLinked = true,
        };

    private static SourceFile Read(string file, string folder)
    {
        var path = Path.GetRelativePath(Repository.Root, Path.GetFullPath(file));
        return new SourceFile(path.Replace(Path.DirectorySeparatorChar, '/'), folder, File.ReadAllText(file));
    }
}
