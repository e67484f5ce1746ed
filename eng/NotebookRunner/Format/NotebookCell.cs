using System.Text.Json.Nodes;

namespace NotebookRunner;

/// <summary>A code cell. A run replaces its outputs, and keeps its source and metadata.</summary>
/// <param name="node">The cell's object in the notebook.</param>
/// <param name="number">The number of the code cell, from 1, which is also its execution count.</param>
internal sealed class NotebookCell(JsonObject node, int number)
{
    /// <summary>Gets the number of the code cell, from 1.</summary>
    public int Number => number;

    /// <summary>Gets the name of the cell in messages.</summary>
    public string Name => $"code cell {number} ('{(string?)node["id"]}')";

    /// <summary>Gets the code, with lines that end with \n.</summary>
    public string Source =>
        node["source"] is JsonArray lines
            ? string.Concat(lines.Select(line => (string?)line))
            : (string?)node["source"] ?? "";

    /// <summary>Replaces the outputs by those of a run.</summary>
    public void SetOutputs(JsonArray outputs)
    {
        node["execution_count"] = number;
        node["outputs"] = outputs;
    }
}
