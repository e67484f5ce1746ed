using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookRunner.Tests;

/// <summary>Checks notebooks against those parts of the schema of nbformat 4.5 that they use.</summary>
internal static partial class NbFormat
{
    public static void AssertValid(JsonObject notebook)
    {
        Assert.That(((int?)notebook["nbformat"], (int?)notebook["nbformat_minor"]), Is.EqualTo((4, 5)));
        Assert.That(notebook["metadata"], Is.InstanceOf<JsonObject>());
        var cells = notebook.Cells();
        Assert.That(cells.Select(cell => (string?)cell["id"]), Is.Unique.And.All.Match(Id().ToString()));
        foreach (var cell in cells)
        {
            var name = (string)cell["id"]!;
            Assert.That((string?)cell["cell_type"], Is.AnyOf("code", "markdown"), name);
            Assert.That(cell["metadata"], Is.InstanceOf<JsonObject>(), name);
            AssertText(cell["source"], name);
            if ((string?)cell["cell_type"] == "code")
            {
                Assert.That(cell.ContainsKey("execution_count"), name);
                Array.ForEach(cell.Outputs(), output => AssertOutput(output, name));
            }
        }
    }

    private static void AssertOutput(JsonObject output, string cell)
    {
        switch ((string?)output["output_type"])
        {
            case "stream":
                Assert.That((string?)output["name"], Is.EqualTo("stdout"), cell);
                AssertText(output["text"], cell);
                break;
            case "display_data":
                AssertBundle(output, cell);
                break;
            case "execute_result":
                AssertBundle(output, cell);
                Assert.That((int?)output["execution_count"], Is.Not.Null, cell);
                break;
            default:
                Assert.Fail($"{cell}: an output of type {output["output_type"]}");
                break;
        }
    }

    private static void AssertBundle(JsonObject output, string cell)
    {
        Assert.That(output["metadata"], Is.InstanceOf<JsonObject>(), cell);
        var data = output["data"]!.AsObject();
        Assert.That(data.Count, Is.GreaterThan(0), cell);
        foreach ((var type, var content) in data)
        {
            Assert.That(type, Does.Contain("/"), cell);
            AssertText(content, cell);
        }
    }

    private static void AssertText(JsonNode? text, string cell)
    {
        if (text is JsonArray lines)
        {
            Assert.That(
                lines.Select(line => line!.GetValueKind()),
                Is.All.EqualTo(System.Text.Json.JsonValueKind.String),
                cell
            );
        }
        else
        {
            Assert.That(text?.GetValueKind(), Is.EqualTo(System.Text.Json.JsonValueKind.String), cell);
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9-_]{1,64}$")]
    private static partial Regex Id();
}
