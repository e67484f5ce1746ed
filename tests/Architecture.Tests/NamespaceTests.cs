using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace VaeMlNet.Architecture.Tests;

/// <summary>
/// A project has one namespace, whatever its folders. Extension methods on ML.NET's catalogs are in Microsoft.ML, where
/// users of ML.NET find them, and those on the services of a host in Microsoft.Extensions.DependencyInjection. Source that several projects link has a namespace of its own: VaeMlNet and its folder under src.
/// </summary>
internal sealed class NamespaceTests
{
    private const string Catalogs = "Microsoft.ML";
    private const string Services = "Microsoft.Extensions.DependencyInjection";

    private static IReadOnlyList<SourceProject> Projects => SourceProject.All;

    [TestCaseSource(nameof(Projects))]
    public void Files_OfAProject_AreInItsNamespace(SourceProject project)
    {
        var roots = project.Files.ToDictionary(file => file, file => SyntaxFactory.ParseCompilationUnit(file.Text));
        var types = roots.Values.SelectMany(Types).ToArray();
        var ofCatalogs = types.Where(type => Extends(type, IsCatalog)).Select(Name).ToHashSet();
        var ofServices = types.Where(type => Extends(type, IsServices)).Select(Name).ToHashSet();
        string[] elsewhere =
        [
            .. roots
                .Select(file => (file.Key.Path, Name: Namespace(file.Value), Expected: Expected(file.Key, file.Value)))
                .Where(file => file.Name is not null && file.Name != file.Expected)
                .Select(file => $"{file.Path}: {file.Name}, expected {file.Expected}"),
        ];

        Assert.That(elsewhere, Is.Empty);

        string Expected(SourceFile file, CompilationUnitSyntax root)
        {
            if (file.IsLinked)
            {
                return $"VaeMlNet.{file.Folder}";
            }

            return Types(root).Any(type => ofCatalogs.Contains(Name(type))) ? Catalogs
                : Types(root).Any(type => ofServices.Contains(Name(type))) ? Services
                : project.Namespace;
        }
    }

    /// <summary>Returns whether the class is public and extends a type.</summary>
    private static bool Extends(TypeDeclarationSyntax type, Predicate<string> isExtended) =>
        type.Modifiers.Any(SyntaxKind.PublicKeyword)
        && type.Members.OfType<MethodDeclarationSyntax>()
            .SelectMany(method => method.ParameterList.Parameters.Take(1))
            .Where(parameter => parameter.Modifiers.Any(SyntaxKind.ThisKeyword))
            .Any(parameter => isExtended(parameter.Type!.ToString()));

    private static bool IsCatalog(string name) =>
        name == "MLContext" || name.EndsWith("Catalog", StringComparison.Ordinal);

    private static bool IsServices(string name) => name is "IServiceCollection" or "IHealthChecksBuilder";

    private static IEnumerable<TypeDeclarationSyntax> Types(CompilationUnitSyntax root) =>
        root.DescendantNodes().OfType<TypeDeclarationSyntax>();

    private static string Name(TypeDeclarationSyntax type) => type.Identifier.Text;

    /// <summary>Returns the namespace of a file, or null if the file has only statements or attributes.</summary>
    private static string? Namespace(CompilationUnitSyntax root) =>
        root.Members.OfType<BaseNamespaceDeclarationSyntax>().SingleOrDefault()?.Name.ToString();
}
