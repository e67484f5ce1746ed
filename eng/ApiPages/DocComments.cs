using System.Xml.Linq;
using System.Xml.XPath;
using Microsoft.CodeAnalysis;

namespace VaeMlNet.ApiPages;

/// <summary>The XML comments of the libraries' symbols.</summary>
/// <param name="compilation">The compilation with the libraries.</param>
/// <param name="libraries">The names of the assemblies whose symbols have pages.</param>
internal sealed class DocComments(Compilation compilation, IReadOnlyCollection<string> libraries)
{
    /// <summary>Returns the comment of a symbol, or null if it has none. What it inherits is part of it.</summary>
    public XElement? Of(ISymbol symbol)
    {
        var text = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrEmpty(text))
        {
            return symbol is IPropertySymbol property ? OfParameter(property) : null;
        }

        var comment = XElement.Parse(text, LoadOptions.PreserveWhitespace);
        foreach (var inherited in comment.Descendants("inheritdoc").ToArray())
        {
            var source = (string?)inherited.Attribute("cref") is { } id ? Find(id) : BaseOf(symbol);
            inherited.ReplaceWith(source is null ? [] : Selected(Of(source), inherited).ToArray());
        }

        return comment.Elements().Any() ? comment : null;
    }

    /// <summary>Returns what an inheritdoc element stands for. Inside an element, it is the contents of the same element.</summary>
    private static IEnumerable<object> Selected(XElement? comment, XElement inherited)
    {
        var path = (string?)inherited.Attribute("path") ?? "/*";
        var inside = inherited.Parent!.Name;
        return path.Split('|')
            .SelectMany(part => comment?.XPathSelectElements(part.TrimStart('/')) ?? [])
            .SelectMany(element => element.Name == inside ? element.Nodes() : [element]);
    }

    /// <summary>Returns the symbol of an identifier such as 'M:VaeMlNet.VaeModel.Open(System.String)'.</summary>
    public ISymbol? Find(string id) => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation);

    /// <summary>Returns whether a symbol has a place on the pages.</summary>
    public bool HasPage(ISymbol symbol) =>
        libraries.Contains(symbol.ContainingAssembly?.Name ?? "")
        && symbol is { DeclaredAccessibility: Accessibility.Public or Accessibility.Protected }
        && symbol is INamedTypeSymbol or { IsOverride: false, IsImplicitlyDeclared: false }
        && (symbol.ContainingType is null || HasPage(symbol.ContainingType))
        && (symbol is INamedTypeSymbol || Of(symbol) is not null);

    /// <summary>A property of a record's list of parameters has the comment of the parameter.</summary>
    private XElement? OfParameter(IPropertySymbol property)
    {
        if (!property.ContainingType.IsRecord)
        {
            return null;
        }

        var parameter = Of(property.ContainingType)
            ?.Elements("param")
            .FirstOrDefault(element => (string?)element.Attribute("name") == property.Name);
        return parameter is null ? null : new XElement("member", new XElement("summary", parameter.Nodes()));
    }

    private static ISymbol? BaseOf(ISymbol symbol) =>
        symbol switch
        {
            IMethodSymbol { OverriddenMethod: { } method } => method,
            IPropertySymbol { OverriddenProperty: { } property } => property,
            INamedTypeSymbol { BaseType: { } type } => type,
            _ => symbol
                .ContainingType?.AllInterfaces.SelectMany(type => type.GetMembers())
                .FirstOrDefault(member =>
                    SymbolEqualityComparer.Default.Equals(
                        symbol.ContainingType.FindImplementationForInterfaceMember(member),
                        symbol
                    )
                ),
        };
}
