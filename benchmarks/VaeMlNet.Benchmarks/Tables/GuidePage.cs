using System.Text.Json;
using System.Text.RegularExpressions;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// The guide to tables. A template names code snippets, which come from the sources that have run, and outputs of that code.
/// </summary>
/// <remarks>The outputs are kept in a file, so that a part can run alone.</remarks>
internal sealed partial class GuidePage
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n" };

    private const string Template = "tables.md";

    private readonly string path;
    private readonly SortedDictionary<string, string> parts;

    /// <summary>Opens the file of outputs, if it exists.</summary>
    public GuidePage(string path)
    {
        this.path = path;
        parts = File.Exists(path)
            ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(path)) ?? []
            : [];
    }

    /// <summary>Runs code and keeps its console output.</summary>
    public void Run(string name, Action code)
    {
        _ = Run<object?>(
            name,
            () =>
            {
                code();
                return null;
            }
        );
    }

    /// <summary>Runs code that returns a value, and keeps its console output.</summary>
    public T Run<T>(string name, Func<T> code)
    {
        var console = Console.Out;
        using var printed = new StringWriter { NewLine = "\n" };
        Console.SetOut(printed);
        try
        {
            return code();
        }
        finally
        {
            Console.SetOut(console);
            Put(name, printed.ToString());
        }
    }

    /// <summary>Sets a part of the page.</summary>
    public void Put(string name, string text)
    {
        parts[name] = text.TrimEnd();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, JsonSerializer.Serialize(parts, Json) + "\n");
    }

    /// <summary>Returns the page, with "(not run yet)" for missing outputs.</summary>
    public string ToMarkdown() =>
        Place()
            .Replace(
                ReadResource(Template),
                place =>
                    (place.Groups["kind"].Value, place.Groups["name"].Value) switch
                    {
                        ("code", var name) => $"```csharp\n{Snippet(name)}\n```",
                        ("output", var name) => $"```text\n{PartOf(name)}\n```",
                        (_, var name) => PartOf(name),
                    }
            );

    /// <summary>Gets the names of the snippets that the page shows.</summary>
    public static IEnumerable<string> SnippetNames =>
        Place()
            .Matches(ReadResource(Template))
            .Where(place => place.Groups["kind"].Value == "code")
            .Select(place => place.Groups["name"].Value);

    /// <summary>
    /// Returns the lines between the marks <c>// &lt;name&gt;</c> and <c>// &lt;/name&gt;</c>, without their common
    /// indentation.
    /// </summary>
    public static string Snippet(string name)
    {
        var source = Sources().Single(text => text.Contains($"// <{name}>\n", StringComparison.Ordinal));
        var lines = source.Split($"// <{name}>\n")[1].Split($"// </{name}>")[0].TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : ""));
    }

    private string PartOf(string name) => parts.GetValueOrDefault(name, "(not run yet)");

    private static IEnumerable<string> Sources() =>
        typeof(GuidePage)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".cs", StringComparison.Ordinal))
            .Select(ReadResource);

    private static string ReadResource(string name)
    {
        using var stream = typeof(GuidePage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\{\{(?<kind>code|output|text) (?<name>[a-z-]+)\}\}")]
    private static partial Regex Place();
}
