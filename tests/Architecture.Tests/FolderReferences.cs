using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace VaeMlNet.Architecture.Tests;

/// <summary>
/// Finds what the types of one folder use of the types of another: names in code of every kind (nameof, constants, attributes and
/// generic arguments included), inferred types of <c>var</c>, extension methods, operators and conversions. References in
/// documentation comments do not count.
/// </summary>
internal sealed class FolderReferences
{
    private const string Program = "Program";

    private readonly ProjectCompilation project;
    private readonly Dictionary<ISymbol, SourceFile> mainFiles = new(SymbolEqualityComparer.Default);

    private FolderReferences(ProjectCompilation project)
    {
        this.project = project;
        foreach (var type in project.Trees.SelectMany(OutermostTypes))
        {
            mainFiles[type] = MainFile(type);
        }
    }

    public static IReadOnlyList<FolderReference> Find(ProjectCompilation project)
    {
        FolderReferences references = new(project);
        return
        [
            .. project
                .Trees.AsParallel()
                .SelectMany(references.Find)
                .Distinct()
                .OrderBy(reference => reference.File, StringComparer.Ordinal)
                .ThenBy(reference => reference.Line)
                .ThenBy(reference => reference.ToType, StringComparer.Ordinal),
        ];
    }

    private IEnumerable<FolderReference> Find(SyntaxTree tree)
    {
        var model = project.ModelOf(tree);
        // What is outside of types are the statements of a program.
        var statements = Find(OutsideOfTypes(tree), project.FileOf(tree).Folder, Program, model);
        return OutsideOfTypes(tree)
            .Where(IsType)
            .SelectMany(declaration =>
            {
                var type = model.GetDeclaredSymbol(declaration)!;
                return Find(declaration.DescendantNodes(), mainFiles[type].Folder, type.Name, model);
            })
            .Concat(statements);
    }

    /// <summary>Finds what nodes of a type use of other folders.</summary>
    private IEnumerable<FolderReference> Find(
        IEnumerable<SyntaxNode> nodes,
        string from,
        string fromType,
        SemanticModel model
    )
    {
        foreach (var node in nodes.Where(node => node is ExpressionSyntax or ConstructorInitializerSyntax))
        {
            foreach (var to in UsedTypes(node, model))
            {
                if (mainFiles.TryGetValue(to, out var target) && target.Folder != from)
                {
                    var line = node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
                    yield return new(from, target.Folder, fromType, to.Name, node.SyntaxTree.FilePath, line);
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> UsedTypes(SyntaxNode node, SemanticModel model)
    {
        // What these refer to is that of a name in them, which is a node of its own.
        var info = node is MemberAccessExpressionSyntax or InvocationExpressionSyntax or LiteralExpressionSyntax
            ? default
            : model.GetSymbolInfo(node);
        IEnumerable<ISymbol?> used = info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
        return node is ExpressionSyntax expression
            ? used.Append(model.GetConversion(expression).MethodSymbol).SelectMany(Types)
            : used.SelectMany(Types);
    }

    /// <summary>Returns the outermost types that a symbol belongs to or consists of.</summary>
    private static IEnumerable<INamedTypeSymbol> Types(ISymbol? symbol) =>
        symbol switch
        {
            IAliasSymbol alias => Types(alias.Target),
            IArrayTypeSymbol array => Types(array.ElementType),
            IPointerTypeSymbol pointer => Types(pointer.PointedAtType),
            INamedTypeSymbol type => [Outermost(type), .. type.TypeArguments.SelectMany(Types)],
            IMethodSymbol method => [.. Types(method.ContainingType), .. method.TypeArguments.SelectMany(Types)],
            IFieldSymbol or IPropertySymbol or IEventSymbol => Types(symbol.ContainingType),
            _ => [],
        };

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type)
    {
        while (type.ContainingType is { } container)
        {
            type = container;
        }

        return type.OriginalDefinition;
    }

    private IEnumerable<ISymbol> OutermostTypes(SyntaxTree tree)
    {
        var model = project.ModelOf(tree);
        return OutsideOfTypes(tree).Where(IsType).Select(node => model.GetDeclaredSymbol(node)!);
    }

    /// <summary>Returns the nodes that are in no type, the outermost types included.</summary>
    private static IEnumerable<SyntaxNode> OutsideOfTypes(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes(node => !IsType(node));

    /// <summary>Returns the file of a type. For a type in several files, this is the file with the shortest name.</summary>
    private SourceFile MainFile(ISymbol type) =>
        type
            .DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree)
            .Where(project.IsSource)
            .Select(project.FileOf)
            .MinBy(file => Path.GetFileName(file.Path).Length)!;

    private static bool IsType(SyntaxNode node) => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax;
}
