using Microsoft.CodeAnalysis;

namespace VaeMlNet.ApiPages;

/// <summary>A public type, with its members that have comments.</summary>
internal sealed class ApiType(INamedTypeSymbol symbol, DocComments comments)
{
    public INamedTypeSymbol Symbol => symbol;

    public DocComments Comments => comments;

    /// <summary>Gets the name of its page, which is also that of its file.</summary>
    public string Page => ApiLinks.PageOf(symbol);

    public string Title => symbol.ToDisplayString(ApiFormats.Title);

    public string Kind =>
        symbol switch
        {
            { TypeKind: TypeKind.Enum } => "enum",
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Delegate } => "delegate",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            { IsStatic: true } => "static class",
            _ => "class",
        };

    /// <summary>Gets the members with comments of their own. Those that implement or override others have none.</summary>
    public IEnumerable<ISymbol> Members =>
        symbol
            .GetMembers()
            .Where(member =>
                member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected
                && member is not INamedTypeSymbol
                && !member.IsOverride
                && comments.Of(member) is not null
            );
}
