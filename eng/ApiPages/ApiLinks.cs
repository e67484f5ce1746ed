using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace VaeMlNet.ApiPages;

/// <summary>The pages and anchors of types and members.</summary>
internal static partial class ApiLinks
{
    /// <summary>Returns the name of a type's page: its full name, with the number of its type parameters.</summary>
    public static string PageOf(INamedTypeSymbol type) =>
        type.OriginalDefinition.GetDocumentationCommentId()![2..].Replace('`', '-');

    /// <summary>Returns the heading of a member. All overloads have the same.</summary>
    public static string HeadingOf(ISymbol member) =>
        member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } => "Constructors",
            IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } => "Operators",
            IPropertySymbol { IsIndexer: true } => "Indexer",
            _ => member.Name,
        };

    public static string AnchorOf(ISymbol member) => NotInAnchors().Replace(HeadingOf(member), "-").ToLowerInvariant();

    /// <summary>Returns the relative address of a type or member of the libraries.</summary>
    public static string AddressOf(ISymbol symbol) =>
        symbol is INamedTypeSymbol type
            ? $"./{PageOf(type)}.md"
            : $"./{PageOf(symbol.ContainingType)}.md#{AnchorOf(symbol)}";

    [GeneratedRegex("[^A-Za-z0-9_-]+")]
    private static partial Regex NotInAnchors();
}
