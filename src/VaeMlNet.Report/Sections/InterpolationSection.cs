namespace VaeMlNet.Report;

/// <summary>The section of interpolations: rows decoded from points between the latents of two rows.</summary>
internal static class InterpolationSection
{
    private const int ImagePoints = 10;
    private const int ImageInterpolations = 5;
    private const int TablePoints = 5;

    /// <summary>
    /// Creates the section. Returns null where there is only one row, and for a model with conditions, without which latents are not decoded.
    /// </summary>
    public static Section? Create(ReportFacts facts) =>
        facts.Examples.Count < 2 || facts.Model.Manifest.Conditions is not null
            ? null
            : Section.WithoutCharts(
                "interpolations",
                "Interpolations",
                facts.Layout.IsImage
                    ? "Each line goes straight through the latent space, from the reconstruction of one row to the reconstruction of another."
                    : "The lines go straight through the latent space from one row to another. The first and the last line are the rows themselves.",
                "a sudden jump, or steps that do not look like data.",
                facts.Layout.IsImage ? Images(facts) : Table(facts)
            ) with
            {
                IsNarrow = facts.Layout.IsImage,
            };

    private static Html Images(ReportFacts facts)
    {
        float[][] decoded =
        [
            .. facts
                .Examples.Chunk(2)
                .Where(pair => pair.Length == 2)
                .Take(ImageInterpolations)
                .SelectMany(pair => Interpolate(facts.Model, pair[0], pair[1], ImagePoints)),
        ];
        var grid = PictureGrid.CreateScaled(decoded, (facts.Layout.Height, facts.Layout.Width), ImagePoints);
        var walks = decoded.Length / ImagePoints;
        return Blocks.Picture(
            grid,
            $"{walks} interpolations of {ImagePoints} steps",
            $"{walks} lines of images, each an interpolation from one row to another."
        );
    }

    private static Html Table(ReportFacts facts)
    {
        RowTable table = new(facts.Layout);
        (var from, var to) = (facts.Examples[0], facts.Examples[1]);
        var between = Interpolate(facts.Model, from, to, TablePoints)
            .Select((decoded, i) => table.Decoded($"{100 * i / (TablePoints - 1)} % of the way", decoded));
        return table.Create(
            [
                table.Raw($"row {Figure.Count(from.Row + 1)}", from.Slots),
                .. between,
                table.Raw($"row {Figure.Count(to.Row + 1)}", to.Slots),
            ],
            "",
            "An interpolation from one row to another"
        );
    }

    private static IEnumerable<float[]> Interpolate(VaeModel model, DetailedRow from, DetailedRow to, int points)
    {
        var decoded = model.Decode(model.Interpolate(from.LatentMean, to.LatentMean, points));
        return decoded.Chunk(decoded.Length / points);
    }
}
