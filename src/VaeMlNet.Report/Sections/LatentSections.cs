namespace VaeMlNet.Report;

/// <summary>The sections of the latent space: a map of the rows, and the use of each latent.</summary>
internal static class LatentSections
{
    private const int LeastLatentsOfUmap = 3;
    private const int LeastRowsOfUmap = 20;
    private const int MostEffects = 3;
    private const double LeastEffect = 0.1;

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
            $"Each point is a row, at the position that the encoder gives it. Rows that are similar to the model are close together. Hover over a point to see {pointer}, draw around points to list their rows, and choose other axes and colors."
                + (isLabeled ? " Select a label in the legend to see only its rows." : ""),
            isLabeled
                ? "labels that should differ overlap completely, or a few points lie far from all others."
                : "all points lie in one spot, or a few lie far from all others.",
            Html.Format(
                $"{Controls(facts)}<div class=\"panels wide\">{Blocks.ChartPanel(chart)}</div>\n{Blocks.RowList("map-rows", "The rows that you select")}{Note(facts)}"
            ),
            [chart],
            Gist: $"{Figure.Count(facts.Rows.Count, "row")} by their similarity to the model"
        );
    }

    public static Section Use(ReportFacts facts)
    {
        var chart = LatentUseChart.Create(facts.Latents);
        var active = facts.Latents.Count(latent => latent.IsActive);
        var note =
            $"{active} of {Figure.Count(facts.Latents.Count, "latent")} {(active == 1 ? "is" : "are")} active: their posterior mean varies over the rows by more than {Figure.Number(LatentUseMeasure.ActiveVariance)} (Burda et al. 2016).";
        return new Section(
            "latents",
            "Use of each latent",
            "Each bar is the share of a latent in the KL divergence: the amount of information about a row in that latent. An inactive latent has no information.",
            "most latents are inactive (posterior collapse: use a lower beta, or a KL warm-up), or all latents are active and the loss is still falling (more latents may help).",
            Html.Format(
                $"<div class=\"panels wide\">{Blocks.ChartPanel(chart)}</div>{Blocks.Note(note)}{Effects(facts)}"
            ),
            [chart],
            Gist: $"{active} of {Figure.Count(facts.Latents.Count, "latent")} {(active == 1 ? "is" : "are")} active"
        );
    }

    // The scripts fill the lists, and show the controls.
    private static Html Controls(ReportFacts facts)
    {
        var hasUmap =
            facts.Rows[0].LatentMean.Length >= LeastLatentsOfUmap && facts.Rows.Count >= LeastRowsOfUmap
                ? Html.Format($"<option value=\"umap\">UMAP (non-linear)</option>")
                : Html.Empty;
        return Html.Format(
            $"""
            <div class="controls" id="map-controls" hidden>
            <label>Positions <select id="map-positions"><option value="given">{facts.Map.Name}</option>{hasUmap}<option value="latents">two latents</option></select></label>
            <label class="axis">x <select id="map-x"></select></label>
            <label class="axis">y <select id="map-y"></select></label>
            <label>Color <select id="map-color"></select></label>
            <label>Drag to <select id="map-drag"><option value="select">select rows</option><option value="move">move the map</option><option value="scroll">scroll the page</option></select></label>
            <span class="buttons"><button type="button" id="map-in" aria-label="Zoom in">+</button><button type="button" id="map-out" aria-label="Zoom out">−</button><button type="button" id="map-reset">Show all</button></span>
            <label>Find row <input type="number" id="map-find" min="1" step="1" inputmode="numeric"></label>
            </div>
            <p class="note" id="map-status" role="status"></p>

            """
        );
    }

    private static Html Note(ReportFacts facts) =>
        facts.Rows.Count < facts.Scored.RowCount
            ? Blocks.Note(
                $"The map shows {Figure.Count(facts.Rows.Count)} random rows of {Figure.Count(facts.Scored.RowCount)}."
            )
            : Html.Empty;

    /// <summary>Creates a table of the columns that each latent changes most; empty where rows are images, which show it themselves.</summary>
    private static Html Effects(ReportFacts facts)
    {
        if (
            facts.Layout.IsImage
            || facts.Traversals.Count == 0
            || facts.Model.Manifest.Latent.Kind != VaeLatentSpace.Gaussian
        )
        {
            return Html.Empty;
        }

        var table = Blocks.Table(
            facts.Traversals,
            "The columns that each latent changes most",
            [
                new("latent", traversal => Html.Format($"{traversal.Latent}"), IsNumber: true),
                new(
                    "KL",
                    traversal => Html.Escape(Figure.Number(facts.Latents[traversal.Latent].Kl, 3)),
                    IsNumber: true
                ),
                new(
                    "what it changes most",
                    traversal => Html.Format($"<span class=\"sentence\">{Effect(traversal, facts.Columns)}</span>")
                ),
            ]
        );
        var rest =
            facts.Traversals.Count < facts.Latents.Count
                ? $" The {facts.Traversals.Count} of {facts.Latents.Count} latents with the largest KL are listed."
                : "";
        return Html.Format(
            $"{table}{Blocks.Note($"The change of each column while the latent goes from 3 standard deviations of the prior below its mean to 3 above it, in standard deviations (sd) of the column.{rest}")}"
        );
    }

    private static string Effect(Traversal traversal, IReadOnlyList<ColumnReconstruction> columns)
    {
        var lines = TraversalLine
            .Create(traversal, columns)
            .DistinctBy(line => line.Column)
            .Where(line => line.Range >= LeastEffect)
            .Take(MostEffects);
        var text = string.Join(", ", lines.Select(Describe));
        return text.Length > 0 ? text : "hardly anything";
    }

    /// <summary>Describes a line by its change from end to end, or by its range where it turns.</summary>
    private static string Describe(TraversalLine line) =>
        Math.Abs(line.Change) < line.Range / 2
            ? $"{line.Name} ↕ {Figure.Number(line.Range, 2)} sd"
            : $"{line.Name} {(line.Change > 0 ? "↑" : "↓")} {Figure.Number(Math.Abs(line.Change), 2)} sd";
}
