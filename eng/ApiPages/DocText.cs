using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace VaeMlNet.ApiPages;

/// <summary>The contents of XML comments as Markdown.</summary>
internal sealed partial class DocText(DocComments comments)
{
    /// <summary>Returns an element's contents as paragraphs, or an empty text.</summary>
    public string Block(XElement? element) =>
        element is null ? "" : ManyLines().Replace(string.Concat(element.Nodes().Select(Text)).Trim(), "\n\n");

    /// <summary>Returns an element's contents as one line, such as a cell of a table.</summary>
    public string Line(XElement? element) => Whitespace().Replace(Block(element), " ");

    private string Text(XNode node) =>
        node switch
        {
            XText text => Escaped(Whitespace().Replace(text.Value, " ")),
            XElement element => Text(element),
            _ => "",
        };

    private string Text(XElement element)
    {
        var contents = () => string.Concat(element.Nodes().Select(Text));
        switch (element.Name.LocalName)
        {
            case "para":
                return $"\n\n{contents().Trim()}\n\n";
            case "c":
                return Code(element.Value);
            case "b":
                return $"**{contents()}**";
            case "paramref" or "typeparamref":
                return Code((string)element.Attribute("name")!);
            case "see" or "seealso":
                return Link(element);
            case "code":
                return $"\n\n```csharp\n{Unindented(element.Value)}\n```\n\n";
            case "list" when (string?)element.Attribute("type") == "table":
                return $"\n\n| | |\n|---|---|\n{Items(element, (term, text) => $"| {term} | {text} |")}\n\n";
            case "list":
                return $"\n\n{Items(element, (term, text) => term.Length > 0 ? $"- {term}: {text}" : $"- {text}")}\n\n";
            default:
                throw new NotSupportedException($"<{element.Name}> has no form in Markdown: add it to DocText.");
        }
    }

    private string Items(XElement list, Func<string, string, string> write) =>
        string.Join(
            '\n',
            list.Elements("item").Select(item => write(Line(item.Element("term")), Line(item.Element("description"))))
        );

    private string Link(XElement see)
    {
        if ((string?)see.Attribute("href") is { } address)
        {
            return $"[{Escaped(see.Value.Length > 0 ? see.Value : address)}]({address})";
        }

        if ((string?)see.Attribute("langword") is { } word)
        {
            return Code(word);
        }

        var id = (string)see.Attribute("cref")!;
        if (comments.Find(id) is not { } symbol)
        {
            return Code(Regex.Replace(id[2..], @"\(.*", "").Split('.')[^1]);
        }

        var name = Code(see.Value.Length > 0 ? see.Value : Name(symbol));
        return comments.HasPage(symbol) ? $"[{name}]({ApiLinks.AddressOf(symbol)})" : name;
    }

    private static string Name(ISymbol symbol) =>
        symbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
            ? symbol.ContainingType.ToDisplayString(ApiFormats.Title)
            : symbol.ToDisplayString(ApiFormats.Reference);

    private static string Code(string text) => $"`{Whitespace().Replace(text, " ").Trim()}`";

    /// <summary>Returns text with the characters that Markdown or HTML would read as entities.</summary>
    private static string Escaped(string text) => Special().Replace(text, match => $"&#{(int)match.Value[0]};");

    private static string Unindented(string code)
    {
        var lines = code.ReplaceLineEndings("\n").Trim('\n').TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length < indent ? "" : line[indent..].TrimEnd()));
    }

    [GeneratedRegex(@"[\\`*_{}\[\]<>|&~$]")]
    private static partial Regex Special();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"[ \t]*\n\s*\n[ \t]*")]
    private static partial Regex ManyLines();
}
