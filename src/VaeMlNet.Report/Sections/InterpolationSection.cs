namespace VaeMlNet.Report;

/// <summary>The section of interpolations: rows decoded from points between the latents of two rows.</summary>
internal static class InterpolationSection
{
    private const int ImagePoints = 10;
    private const int TablePoints = 5;
    private const int MostTables = 2;

    /// <summary>
    /// Creates the section. Returns null where there is only one row, and for a model with conditions, without which latents are not decoded.
    /// </summary>
    public static Section? Create(ReportFacts facts) =>
        facts.Pairs.Count == 0 || facts.Model.Manifest.Conditions is not null
            ? null
            : new Section(
                "interpolations",
                "Interpolations",
                facts.Layout.IsImage
                    ? "Each line goes straight through the latent space, from the reconstruction of one row to the reconstruction of another. The rows of a line are far apart in the latent space."
                    : "The lines go straight through the latent space from one row to another, which is far from it. The first and the last line are the rows themselves.",
                "a sudden jump, or steps that do not look like data.",
                facts.Layout.IsImage ? Images(facts) : Tables(facts),
                Gist: "the way from one row to another through the latent space"
            );

    private static Html Images(ReportFacts facts)
    {
        float[][] decoded =
        [
            .. facts.Pairs.SelectMany(pair => Interpolate(facts.Model, pair.From, pair.To, ImagePoints)),
        ];
        var grid = PictureGrid.CreateScaled(decoded.Select(facts.Layout.ToPixels), facts.Layout.Shape, ImagePoints);
        var ways = facts.Pairs.Select(pair => $"{Name(facts, pair.From)} to {Name(facts, pair.To)}");
        var picture = Blocks.Picture(
            grid,
            $"{Figure.Count(facts.Pairs.Count, "interpolation")} of {ImagePoints} steps",
            $"{Figure.Count(facts.Pairs.Count, "line")} of images, each an interpolation from one row to another."
        );
        return Html.Format($"{picture}{Blocks.Note($"From the top: {string.Join("; ", ways)}.")}");
    }

    private static Html Tables(ReportFacts facts) =>
        Html.Format(
            $"<div class=\"stack\">\n{Html.Join(facts.Pairs.Take(MostTables).Select(pair => Table(facts, pair.From, pair.To)))}</div>\n"
        );

    private static Html Table(ReportFacts facts, DetailedRow from, DetailedRow to)
    {
        RowTable table = new(facts.Layout);
        var between = Interpolate(facts.Model, from, to, TablePoints)
            .Select((decoded, i) => table.Decoded($"{100 * i / (TablePoints - 1)} % of the way", decoded));
        return table.Create(
            [table.Raw(Name(facts, from), from.Slots), .. between, table.Raw(Name(facts, to), to.Slots)],
            "",
            $"An interpolation from row {from.Row + 1} to row {to.Row + 1}"
        );
    }

    private static string Name(ReportFacts facts, DetailedRow row) =>
        $"row {Figure.Count(row.Row + 1)}"
        + (row.Label is { Length: > 0 } label && !facts.Scored.LabelsAreOfAnomalies ? $" ({label})" : "");

    private static IEnumerable<float[]> Interpolate(VaeModel model, DetailedRow from, DetailedRow to, int points)
    {
        var decoded = model.Decode(model.Interpolate(from.LatentMean, to.LatentMean, points));
        return decoded.Chunk(decoded.Length / points);
    }
}
