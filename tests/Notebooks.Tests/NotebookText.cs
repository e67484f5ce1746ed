using System.Text.Json.Nodes;

namespace NotebookRunner.Tests;

/// <summary>Small notebooks for tests.</summary>
internal static class NotebookText
{
    /// <summary>Writes a notebook of nbformat 4.5 with one code cell for each source.</summary>
    public static string Write(params string[] sources) =>
        Write([.. sources.Select((source, i) => Code($"cell-{(char)('a' + i)}", source))]);

    public static string Write(params JsonObject[] cells) =>
        new JsonObject
        {
            ["cells"] = new JsonArray([.. cells]),
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp" } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString();

    public static JsonObject Code(string? id, string source)
    {
        JsonObject cell = new()
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["metadata"] = new JsonObject(),
            ["outputs"] = new JsonArray(),
            ["source"] = new JsonArray([.. source.Split('\n').Select(line => JsonValue.Create(line + "\n"))]),
        };
        if (id is not null)
        {
            cell["id"] = id;
        }

        return cell;
    }

    /// <summary>Runs a notebook and returns the contents of its file afterwards.</summary>
    public static async Task<JsonObject> RunAsync(string path)
    {
        await NotebookRun.ExecuteAsync(path);
        return Read(path);
    }

    public static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();

    public static JsonObject[] Cells(this JsonObject notebook) =>
        [.. notebook["cells"]!.AsArray().Select(cell => cell!.AsObject())];

    public static JsonObject[] Outputs(this JsonObject cell) =>
        [.. cell["outputs"]!.AsArray().Select(output => output!.AsObject())];

    /// <summary>Returns a text that nbformat stores as one string or as lines.</summary>
    public static string Text(JsonNode? text) =>
        text is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string)text!;
}
