using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>The chart of how the decoded columns of a table change while one latent changes.</summary>
internal static class TraversalChart
{
    private const int MostLines = 5;

    /// <summary>
    /// Creates the chart, with a line for each of the decoded slots that change most, in standard deviations of their column.
    /// Returns null where every column has a standard deviation of 0, such as for a single row.
    /// </summary>
    public static Chart? Create(Traversal traversal, IReadOnlyList<ColumnReconstruction> columns)
    {
        TraversalLine[] lines = [.. TraversalLine.Create(traversal, columns).Take(MostLines)];
        if (lines.Length == 0)
        {
            return null;
        }

        var values = lines.SelectMany(line =>
            line.Values.Select(
                (value, step) =>
                    new JsonObject
                    {
                        ["z"] = VegaLite.Number(traversal.Steps[step]),
                        ["change"] = VegaLite.Number(value),
                        ["name"] = line.Name,
                        ["text"] = line.Texts[step],
                    }
            )
        );
        var spec = VegaLite.Over(values, height: 200);
        spec["mark"] = VegaLite.Mark("line", ("point", true));
        var color = VegaLite.Nominal(
            "name",
            null,
            new JsonObject { ["domain"] = VegaLite.Texts(lines.Select(line => line.Name)) }
        );
        color["legend"] = new JsonObject { ["columns"] = 1, ["labelLimit"] = 260 };
        spec["encoding"] = new JsonObject
        {
            ["x"] = VegaLite.Quantitative("z", $"latent {traversal.Latent}"),
            ["y"] = VegaLite.Quantitative("change", "standard deviations"),
            ["color"] = color,
            ["tooltip"] = new JsonArray(
                VegaLite.Tooltip("name", "column"),
                VegaLite.Tooltip("z", "latent", ".2~f"),
                VegaLite.Tooltip("text", "decoded")
            ),
        };
        return new Chart(
            $"traversal-{traversal.Latent}",
            $"Latent {traversal.Latent}",
            $"The columns that change most while latent {traversal.Latent} goes from {Figure.Number(traversal.Steps[0])} to {Figure.Number(traversal.Steps[^1])}. {lines[0].Name} changes most, by {Figure.Number(lines[0].Range, 2)} standard deviations.",
            spec
        );
    }
}
