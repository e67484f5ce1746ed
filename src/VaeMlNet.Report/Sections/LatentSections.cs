namespace VaeMlNet.Report;

/// <summary>The sections of the latent space: a map of the rows, and the use of each latent.</summary>
internal static class LatentSections
{
    public static Section Map(ReportFacts facts)
    {
        var chart = new LatentMapChart(
            facts.Map,
            facts.Rows,
            facts.Scored.LabelName,
            facts.Scored.LabelsAreOfAnomalies
        ).Create();
        var isLabeled = facts.Scored.LabelName is not null;
        var pointer = facts.Layout.IsImage ? "its picture" : "its columns";
        return new Section(
            "map",
            "Latent map",
            $"Each point is a row, where the encoder puts it; near points are rows that the model takes for alike. Point at one to see {pointer}."
                + (isLabeled ? " Choose a label in the legend to see it alone." : ""),
            isLabeled
                ? "labels that lie all over each other, though they should matter; or a few points far from all others."
                : "all points in one spot, or a few far from all others.",
            Html.Of($"<div class=\"panels wide\">{Blocks.Place(chart)}</div>"),
            [chart]
        );
    }

    public static Section Use(ReportFacts facts)
    {
        var chart = LatentUseChart.Of(facts.Latents);
        var active = facts.Latents.Count(latent => latent.IsActive);
        var note =
            $"{active} of {facts.Latents.Count} latents are active: their posterior mean varies over the rows by more than {Figure.Of(LatentUseMeasure.ActiveVariance)} (Burda et al. 2016).";
        return new Section(
            "latents",
            "What each latent carries",
            "A bar is a latent's share of the KL divergence: how much it says of a row. An inactive one says nothing.",
            "most latents inactive (posterior collapse: lower beta, or warm it up), or every one active and the loss still falling (more latents may help).",
            Html.Of($"<div class=\"panels wide\">{Blocks.Place(chart)}</div>{Blocks.Note(note)}"),
            [chart]
        );
    }
}
