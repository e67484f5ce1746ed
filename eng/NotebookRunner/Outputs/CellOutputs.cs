using System.Text.Json.Nodes;

namespace NotebookRunner;

/// <summary>The outputs of a cell, in their order. Thread safety: several threads at a time.</summary>
/// <param name="executionCount">The cell's number.</param>
internal sealed class CellOutputs(int executionCount)
{
    private const string PlainText = "text/plain";

    private readonly Lock gate = new();
    private readonly List<JsonObject> outputs = [];
    private readonly List<string> texts = [];
    private string printed = "";

    /// <summary>Gets a writer whose text becomes the cell's printed output.</summary>
    public TextWriter Console => TextWriter.Synchronized(new PrintedText(this));

    /// <summary>Gets every text that was shown, without pictures.</summary>
    public IReadOnlyList<string> Texts => [.. texts, printed];

    /// <summary>Adds text that the cell prints.</summary>
    public void Print(string text)
    {
        lock (gate)
        {
            printed += text;
        }
    }

    /// <summary>Adds content that the cell shows.</summary>
    /// <param name="bundle">The same content in one or more MIME types.</param>
    public void AddDisplay(IReadOnlyDictionary<string, string> bundle) => Add("display_data", bundle);

    /// <summary>Adds the value of the cell's last expression.</summary>
    /// <param name="bundle">The value in one or more MIME types.</param>
    public void AddResult(IReadOnlyDictionary<string, string> bundle)
    {
        var output = Add("execute_result", bundle);
        output["execution_count"] = executionCount;
    }

    /// <summary>Returns the outputs in nbformat.</summary>
    public JsonArray ToJson()
    {
        lock (gate)
        {
            FlushPrinted();
            return [.. outputs];
        }
    }

    private JsonObject Add(string type, IReadOnlyDictionary<string, string> bundle)
    {
        lock (gate)
        {
            FlushPrinted();
            JsonObject data = [];
            foreach ((var mimeType, var content) in bundle)
            {
                var isText = IsText(mimeType);
                data[mimeType] = isText ? Lines(content) : content;
                if (isText)
                {
                    texts.Add(content);
                }
            }

            JsonObject output = new()
            {
                ["data"] = data,
                ["metadata"] = new JsonObject(),
                ["output_type"] = type,
            };
            outputs.Add(output);
            return output;
        }
    }

    private void FlushPrinted()
    {
        if (printed.Length > 0)
        {
            texts.Add(printed);
            outputs.Add(
                new JsonObject
                {
                    ["name"] = "stdout",
                    ["output_type"] = "stream",
                    ["text"] = Lines(printed),
                }
            );
            printed = "";
        }
    }

    private static bool IsText(string mimeType) =>
        mimeType.StartsWith("text/", StringComparison.Ordinal) || mimeType.EndsWith("xml", StringComparison.Ordinal);

    // Jupyter writes one string for each line, with its end, so that changes are visible line by line.
    private static JsonArray Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var ended = lines.SkipLast(1).Select(line => line + "\n");
        return [.. ended.Concat(lines[^1].Length > 0 ? [lines[^1]] : []).Select(line => JsonValue.Create(line))];
    }

    private sealed class PrintedText(CellOutputs outputs) : StringWriter
    {
        public override void Write(char value) => outputs.Print(value.ToString());

        public override void Write(string? value) => outputs.Print(value ?? "");

        public override void Write(char[] buffer, int index, int count) =>
            outputs.Print(new string(buffer, index, count));

        public override void WriteLine() => outputs.Print("\n");

        public override void WriteLine(string? value) => outputs.Print(value + "\n");
    }
}
