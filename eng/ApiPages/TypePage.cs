using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace VaeMlNet.ApiPages;

/// <summary>The page of a type: its comment, and its members with theirs.</summary>
internal static class TypePage
{
    public static string Write(ApiType type)
    {
        DocText text = new(type.Comments);
        var comment = type.Comments.Of(type.Symbol);
        // The parameters of a record are its properties, and its constructor has the comment of the type.
        var parameters = type.Symbol.IsRecord ? comment?.Elements("param").ToArray() : null;
        parameters?.Remove();
        StringBuilder page = new();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            # `{type.Title}`

            Namespace `{type.Symbol.ContainingNamespace.ToDisplayString()}`, package `{type.Symbol.ContainingAssembly.Name}`.

            {Declaration(type.Symbol)}

            """
        );
        WriteComment(comment, text, page, []);
        if (type.Symbol.TypeKind == TypeKind.Enum)
        {
            WriteValues(type, text, page);
            return page.ToString();
        }

        foreach (var group in Groups(type))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {group.Key} {{#{ApiLinks.AnchorOf(group.First())}}}\n");
            // Overloads often share their remarks, which are written once.
            HashSet<string> remarks = [];
            foreach (var member in group)
            {
                page.Append(CultureInfo.InvariantCulture, $"\n{Declaration(member)}\n");
                if (
                    parameters is not { Length: > 0 }
                    || member is not IMethodSymbol { MethodKind: MethodKind.Constructor }
                )
                {
                    WriteComment(type.Comments.Of(member), text, page, remarks);
                }
            }
        }

        return page.ToString();
    }

    /// <summary>Returns overloads together: constructors first, then the names in their order.</summary>
    private static IEnumerable<IGrouping<string, ISymbol>> Groups(ApiType type) =>
        type
            .Members.GroupBy(ApiLinks.HeadingOf)
            .OrderBy(group => group.Key != "Constructors")
            .ThenBy(group => group.Key == "Operators")
            .ThenBy(group => group.Key, StringComparer.Ordinal);

    private static string Declaration(ISymbol symbol)
    {
        var modifiers = symbol switch
        {
            INamedTypeSymbol { TypeKind: not TypeKind.Class } => "public ",
            INamedTypeSymbol { IsStatic: true } => "public static ",
            INamedTypeSymbol { IsSealed: true } => "public sealed ",
            INamedTypeSymbol { IsAbstract: true } => "public abstract ",
            INamedTypeSymbol => "public ",
            _ => "",
        };
        var bases = symbol is INamedTypeSymbol type ? Bases(type) : "";
        var declaration = symbol.ToDisplayString(ApiFormats.Declaration);
        if (symbol is IMethodSymbol { Parameters.Length: > 2 } method)
        {
            // One line for each parameter.
            var head = declaration.IndexOf('(', StringComparison.Ordinal);
            var parameters = method.Parameters.Select(parameter => parameter.ToDisplayString(ApiFormats.Declaration));
            var tail = declaration[(declaration.LastIndexOf(')') + 1)..];
            var isExtension = method.IsExtensionMethod ? "this " : "";
            declaration = $"{declaration[..head]}(\n    {isExtension}{string.Join(",\n    ", parameters)}){tail}";
        }

        return $"```csharp\n{modifiers}{declaration}{bases}\n```";
    }

    private static string Bases(INamedTypeSymbol type)
    {
        if (type.TypeKind is TypeKind.Enum or TypeKind.Delegate)
        {
            return "";
        }

        var names = type
            .Interfaces.Where(parent => parent.Name != "IEquatable")
            .Prepend(type.BaseType!)
            .Where(parent => parent is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) })
            .Select(parent => parent.ToDisplayString(ApiFormats.Title))
            .ToArray();
        return names.Length == 0 ? "" : $" : {string.Join(", ", names)}";
    }

    private static void WriteComment(XElement? comment, DocText text, StringBuilder page, HashSet<string> remarks)
    {
        if (comment is null)
        {
            return;
        }

        WriteBlock(text.Block(comment.Element("summary")), page);
        var remark = text.Block(comment.Element("remarks"));
        WriteBlock(remarks.Add(remark) ? remark : "", page);
        WriteTable("parameter", comment.Elements("typeparam").Concat(comment.Elements("param")), "name", text, page);
        WriteBlock(Labeled("Returns", text.Block(comment.Element("returns"))), page);
        WriteBlock(Labeled("Value", text.Block(comment.Element("value"))), page);
        WriteTable("exception", comment.Elements("exception"), "cref", text, page);
        WriteBlock(text.Block(comment.Element("example")), page);
    }

    private static string Labeled(string label, string block) => block.Length == 0 ? "" : $"**{label}:** {block}";

    private static void WriteBlock(string block, StringBuilder page)
    {
        if (block.Length > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n{block}\n");
        }
    }

    private static void WriteTable(
        string title,
        IEnumerable<XElement> elements,
        string attribute,
        DocText text,
        StringBuilder page
    )
    {
        var rows = elements
            .Select(element =>
                $"| `{((string)element.Attribute(attribute)!).Split('.')[^1]}` | {text.Line(element)} |\n"
            )
            .ToArray();
        if (rows.Length > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n| {title} | |\n|---|---|\n{string.Concat(rows)}");
        }
    }

    private static void WriteValues(ApiType type, DocText text, StringBuilder page)
    {
        page.Append("\n| value | |\n|---|---|\n");
        foreach (var value in type.Symbol.GetMembers().OfType<IFieldSymbol>())
        {
            var summary = text.Line(type.Comments.Of(value)?.Element("summary"));
            page.Append(
                CultureInfo.InvariantCulture,
                $"| <a id=\"{ApiLinks.AnchorOf(value)}\"></a>`{value.Name}` | {summary} |\n"
            );
        }
    }
}
