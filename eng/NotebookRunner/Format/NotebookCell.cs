using System.Text.Json.Nodes;

namespace NotebookRunner;

/// <summary>A code cell. Source and metadata stay as they are; a run sets what it gave.</summary>
/// <param name="node">The cell's object in the notebook.</param>
/// <param name="number">Its place among the code cells, from 1: also its execution count.</param>
internal sealed class NotebookCell(JsonObject node, int number)
{
    /// <summary>Gets its place among the code cells, from 1.</summary>
    public int Number => number;

    /// <summary>Gets how messages name it.</summary>
    public string Name => $"code cell {number} ('{(string?)node["id"]}')";

    /// <summary>Gets the code, lines ended by \n.</summary>
    public string Source =>
        node["source"] is JsonArray lines
            ? string.Concat(lines.Select(line => (string?)line))
            : (string?)node["source"] ?? "";

    /// <summary>Puts the outputs of a run in the place of older ones.</summary>
    public void SetOutputs(JsonArray outputs)
    {
        node["execution_count"] = number;
        node["outputs"] = outputs;
    }
}
