namespace VaeMlNet.Report;

/// <summary>The section of traversals: the effect of each latent on a decoded row.</summary>
internal static class TraversalSection
{
    private const int MostLatentsOfTables = 6;

    /// <summary>Creates the section. Returns null for a model with conditions, without which latents are not decoded.</summary>
    public static Section? Create(ReportFacts facts)
    {
        if (facts.Model.Manifest.Conditions is not null)
        {
            return null;
        }

        var space = facts.Model.Manifest.Latent;
        // The rows of the grid of images have the same number of steps, and a label has as many as it has categories.
        var shown =
            facts.Layout.IsImage && space.Label is { Shares.Count: var labels } ? space.Dim - labels : space.Dim;
        Traversal[] traversals =
        [
            .. facts
                .Traversals.Where(traversal => traversal.Latent < shown)
                .Take(facts.Layout.IsImage ? facts.Traversals.Count : MostLatentsOfTables),
        ];
        var path = space switch
        {
            { Categories: not null } => "takes each of its categories while the others keep their values in one row",
            { Label: { } label } when !facts.Layout.IsImage =>
                $"goes from -3 to 3 standard deviations of the prior, or takes each value of {label.Name}, while the others stay at 0 and the label is that of one row",
            { HasLearnedPrior: true } =>
                "goes from 3 standard deviations of the prior below its mean to 3 above it while the others stay at their means",
            _ => "goes from -3 to 3 standard deviations of the prior while the others stay at 0",
        };
        var section = facts.Layout.IsImage
            ? CreateImages(facts, traversals, path)
            : CreateTable(facts, traversals, path);
        return section with { Gist = "what each latent changes" };
    }

    private static Section CreateImages(ReportFacts facts, Traversal[] traversals, string path)
    {
        var grid = PictureGrid.CreateScaled(
            traversals.SelectMany(traversal => traversal.Decoded).Select(facts.Layout.ToPixels),
            facts.Layout.Shape,
            traversals[0].Decoded.Count
        );
        var latents = string.Join(", ", traversals.Select(traversal => traversal.Latent));
        return new Section(
            "traversals",
            "Traversals",
            $"In each line one latent {path}. The differences along the line show what the latent represents. The latents with the largest KL come first.",
            "lines of active latents in which nothing changes.",
            Html.Format(
                $"{Blocks.Picture(grid, $"Latents {latents}, from the top", $"{traversals.Length} lines of images, one for each of the latents {latents}.")}{Rest(facts, traversals.Length)}"
            )
        );
    }

    private static Section CreateTable(ReportFacts facts, Traversal[] traversals, string path)
    {
        Chart[] charts =
        [
            .. traversals.Select(traversal => TraversalChart.Create(traversal, facts.Columns)).OfType<Chart>(),
        ];
        return new Section(
            "traversals",
            "Traversals",
            $"In each chart one latent {path}. The lines are the five columns (or values) that change most, in standard deviations of their column.",
            "active latents with flat lines.",
            charts.Length > 0
                ? Html.Format($"{Blocks.Row(charts)}{Rest(facts, charts.Length)}")
                : Blocks.Note("Every column has the same value in all examined rows."),
            charts
        );
    }

    private static Html Rest(ReportFacts facts, int count) =>
        count < facts.Latents.Count
            ? Blocks.Note($"The {count} of {facts.Latents.Count} latents with the largest KL are shown.")
            : Html.Empty;
}
