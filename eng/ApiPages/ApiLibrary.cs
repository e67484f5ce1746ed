using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace VaeMlNet.ApiPages;

/// <summary>A library with the public types that have a page.</summary>
/// <param name="Name">The name of its assembly and package.</param>
/// <param name="Types">The types, by title.</param>
internal sealed record ApiLibrary(string Name, IReadOnlyList<ApiType> Types)
{
    private static readonly string[] Names =
    [
        "VaeMlNet",
        "VaeMlNet.Training",
        "VaeMlNet.Data",
        "VaeMlNet.Hosting",
        "VaeMlNet.OnnxExport",
        "VaeMlNet.Report",
    ];

    /// <summary>Reads the libraries that lie beside this program, with their XML comments.</summary>
    public static IReadOnlyList<ApiLibrary> Load()
    {
        var compilation = CSharpCompilation.Create(
            "Api",
            references: ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Where(File.Exists)
                .Select(Reference)
        );
        return
        [
            .. compilation
                .SourceModule.ReferencedAssemblySymbols.Where(assembly => Names.Contains(assembly.Name))
                .OrderBy(assembly => Array.IndexOf(Names, assembly.Name))
                .Select(assembly => new ApiLibrary(
                    assembly.Name,
                    [
                        .. TypesOf(assembly.GlobalNamespace)
                            .Select(type => new ApiType(type, new DocComments(compilation, Names)))
                            .OrderBy(type => type.Title, StringComparer.Ordinal),
                    ]
                )),
        ];
    }

    private static PortableExecutableReference Reference(string path)
    {
        var comments = Path.ChangeExtension(path, ".xml");
        return File.Exists(comments)
            ? MetadataReference.CreateFromFile(path, documentation: new XmlComments(comments))
            : MetadataReference.CreateFromFile(path);
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol parent) =>
        parent
            .GetMembers()
            .OfType<INamespaceOrTypeSymbol>()
            .Where(member => member is INamespaceSymbol or { DeclaredAccessibility: Accessibility.Public })
            .SelectMany(member => member is INamedTypeSymbol type ? TypesOf(type).Prepend(type) : TypesOf(member));
}
