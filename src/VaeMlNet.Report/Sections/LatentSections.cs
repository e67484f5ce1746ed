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
            $"Each point is a row, at the position that the encoder gives it. Rows that are similar to the model are close together. Hover over a point to see {pointer}."
                + (isLabeled ? " Select a label in the legend to see only its rows." : ""),
            isLabeled
                ? "labels that should differ overlap completely, or a few points lie far from all others."
                : "all points lie in one spot, or a few lie far from all others.",
            Html.Format($"<div class=\"panels wide\">{Blocks.ChartPanel(chart)}</div>"),
            [chart]
        );
    }

    public static Section Use(ReportFacts facts)
    {
        var chart = LatentUseChart.Create(facts.Latents);
        var active = facts.Latents.Count(latent => latent.IsActive);
        var note =
            $"{active} of {facts.Latents.Count} latents are active: their posterior mean varies over the rows by more than {Figure.Number(LatentUseMeasure.ActiveVariance)} (Burda et al. 2016).";
        return new Section(
            "latents",
            "Use of each latent",
            "Each bar is the share of a latent in the KL divergence: the amount of information about a row in that latent. An inactive latent has no information.",
            "most latents are inactive (posterior collapse: use a lower beta, or a KL warm-up), or all latents are active and the loss is still falling (more latents may help).",
            Html.Format($"<div class=\"panels wide\">{Blocks.ChartPanel(chart)}</div>{Blocks.Note(note)}"),
            [chart]
        );
    }
}
