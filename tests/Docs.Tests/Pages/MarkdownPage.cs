using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace VaeMlNet.Docs.Tests;

/// <summary>A Markdown page: its code blocks, its links, and the anchors that others can link to.</summary>
internal sealed partial class MarkdownPage
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private readonly MarkdownDocument document;
    private readonly string text;

    /// <param name="path">The page's path in the repository, with slashes.</param>
    public MarkdownPage(string path, string text)
    {
        Path = path;
        this.text = text;
        document = Markdig.Markdown.Parse(text, Markdown);
    }

    public string Path { get; }

    public string Text => text;

    /// <summary>Gets the code blocks. The heading of a block is the last heading above it, of any level.</summary>
    public IEnumerable<CodeBlock> Blocks
    {
        get
        {
            var heading = "";
            foreach (var block in document.Descendants<LeafBlock>())
            {
                if (block is HeadingBlock title)
                {
                    heading = TextOf(title.Inline!);
                }

                if (block is FencedCodeBlock code)
                {
                    yield return new CodeBlock(
                        Path,
                        code.Info ?? "",
                        code.Arguments ?? "",
                        heading,
                        code.Line + 2,
                        code.Lines.ToString()
                    );
                }
            }
        }
    }

    public IEnumerable<PageLink> Links =>
        document
            .Descendants<LinkInline>()
            .Where(link => link.Url is not null)
            .Select(link => new PageLink(Path, link.Line + 1, link.Url!))
            .Concat(document.Descendants<AutolinkInline>().Select(link => new PageLink(Path, link.Line + 1, link.Url)))
            .Concat(HtmlSource().Matches(text).Select(match => new PageLink(Path, 0, match.Groups[1].Value)));

    /// <summary>Gets the texts in backquotes outside of code blocks.</summary>
    public IEnumerable<string> CodeSpans => document.Descendants<CodeInline>().Select(code => code.Content);

    /// <summary>Gets the cells of all tables, row by row, as they are written in Markdown.</summary>
    public IEnumerable<string[]> TableRows =>
        document
            .Descendants<TableRow>()
            .Select(row => row.Select(cell => text.Substring(cell.Span.Start, cell.Span.Length)).ToArray());

    /// <summary>Gets the headings as they are written.</summary>
    public IEnumerable<string> Headings =>
        document.Descendants<HeadingBlock>().Select(heading => TextOf(heading.Inline!));

    /// <summary>Gets the anchors that GitHub generates for the headings.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            HashSet<string> anchors = [];
            foreach (var heading in Headings)
            {
                var anchor = AnchorOf(heading);
                for (var count = 1; !anchors.Add(anchor); count++)
                {
                    anchor = $"{AnchorOf(heading)}-{count}";
                }
            }

            return anchors;
        }
    }

    /// <summary>Matches a picture in HTML. Pages use HTML because pictures in Markdown have no width.</summary>
    [GeneratedRegex("<img [^>]*src=\"([^\"]+)\"")]
    private static partial Regex HtmlSource();

    private static string AnchorOf(string heading) =>
        string.Concat(
            heading
                .ToLowerInvariant()
                .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
                .Select(c => c == ' ' ? '-' : c)
        );

    private static string TextOf(ContainerInline inlines)
    {
        StringBuilder text = new();
        foreach (var inline in inlines.Descendants())
        {
            if (inline is LiteralInline literal)
            {
                text.Append(literal.Content.AsSpan());
            }

            if (inline is CodeInline code)
            {
                text.Append(code.Content);
            }
        }

        return text.ToString();
    }
}
