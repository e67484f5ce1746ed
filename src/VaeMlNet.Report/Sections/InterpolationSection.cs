namespace VaeMlNet.Report;

/// <summary>The section of rows that are decoded from points between the latents of two rows.</summary>
internal static class InterpolationSection
{
    private const int ImagePoints = 10;
    private const int ImageWalks = 5;
    private const int TablePoints = 5;

    /// <summary>Null where there is only one row.</summary>
    public static Section? Of(ReportFacts facts) =>
        facts.Examples.Count < 2
            ? null
            : Section.Of(
                "interpolations",
                "Interpolations",
                facts.Layout.IsImage
                    ? "Each line walks straight through the latent space from the reconstruction of one row to that of another."
                    : "The lines walk straight through the latent space from one row to another; first and last the rows themselves.",
                "a sudden jump, or something on the way that could be no data.",
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
                .Take(ImageWalks)
                .SelectMany(pair => Walk(facts.Model, pair[0], pair[1], ImagePoints)),
        ];
        var grid = PictureGrid.OfSection(decoded, (facts.Layout.Height, facts.Layout.Width), ImagePoints);
        var walks = decoded.Length / ImagePoints;
        return Blocks.Picture(
            grid,
            $"{walks} walks of {ImagePoints} steps",
            $"{walks} lines of images, each from one row to another."
        );
    }

    private static Html Table(ReportFacts facts)
    {
        RowTable table = new(facts.Layout);
        (var from, var to) = (facts.Examples[0], facts.Examples[1]);
        var between = Walk(facts.Model, from, to, TablePoints)
            .Select((decoded, i) => table.Decoded($"{100 * i / (TablePoints - 1)} % of the way", decoded));
        return table.Of(
            [
                table.Raw($"row {Figure.Count(from.Row + 1)}", from.Slots),
                .. between,
                table.Raw($"row {Figure.Count(to.Row + 1)}", to.Slots),
            ],
            "",
            "A walk from one row to another"
        );
    }

    private static IEnumerable<float[]> Walk(VaeModel model, DetailedRow from, DetailedRow to, int points)
    {
        var decoded = model.Decode(model.Interpolate(from.LatentMean, to.LatentMean, points));
        return decoded.Chunk(decoded.Length / points);
    }
}
