namespace VaeMlNet.Report;

/// <summary>What each latent does to a row.</summary>
internal static class TraversalSection
{
    private const int MostLatentsOfImages = 10;
    private const int MostLatentsOfTables = 6;

    public static Section Of(ReportFacts facts)
    {
        Traversal[] traversals =
        [
            .. facts
                .Latents.OrderByDescending(latent => latent.Kl)
                .Take(facts.Layout.IsImage ? MostLatentsOfImages : MostLatentsOfTables)
                .Select(latent => Traversal.Of(facts.Model, latent.Index, Typical(facts))),
        ];
        var path = facts.Model.Manifest.Latent.Categories is null
            ? "goes from -3 to 3 standard deviations of the prior while the others stay at 0"
            : "takes each of its categories while the others stay as they are in one row";
        return facts.Layout.IsImage ? OfImages(facts, traversals, path) : OfTable(facts, traversals, path);
    }

    private static float[] Typical(ReportFacts facts) =>
        Traversal.TypicalLatent(facts.Model.Manifest.Latent, facts.Examples[0]);

    private static Section OfImages(ReportFacts facts, Traversal[] traversals, string path)
    {
        var grid = PictureGrid.OfSection(
            traversals.SelectMany(traversal => traversal.Decoded),
            (facts.Layout.Height, facts.Layout.Width),
            traversals[0].Decoded.Count
        );
        var latents = string.Join(", ", traversals.Select(traversal => traversal.Latent));
        return Section.Of(
            "traversals",
            "Traversals",
            $"In each line one latent {path}: what changes is what the latent means. The latents with the largest KL come first.",
            "lines in which nothing changes, of latents that are called active.",
            Blocks.Picture(
                grid,
                $"Latents {latents}, from the top",
                $"{traversals.Length} lines of images, one for each of the latents {latents}."
            )
        );
    }

    private static Section OfTable(ReportFacts facts, Traversal[] traversals, string path)
    {
        Chart[] charts =
        [
            .. traversals.Select(traversal => TraversalChart.Of(traversal, facts.Columns)).OfType<Chart>(),
        ];
        return new Section(
            "traversals",
            "Traversals",
            $"In each chart one latent {path}: the five columns (or values) that move most, in standard deviations of their column.",
            "flat lines of latents that are called active.",
            charts.Length > 0
                ? Blocks.Row(charts)
                : Blocks.Note("Every column is the same in all rows that were looked at."),
            charts
        );
    }
}
