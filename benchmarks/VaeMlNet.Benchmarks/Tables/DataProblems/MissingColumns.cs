using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Rows to score that lack whole columns.</summary>
internal sealed class MissingColumns : DataProblem
{
    private static readonly string[] Lacking = ["Critics", "Votes", "Kind"];

    public override string Name => "missing columns";

    public override string Treatment => "`VaeScoreOptions.AllowMissingColumns = true`";

    public override string Measured =>
        "AUROC of foreign cells, the rows to score without Critics, Votes and Kind; without the option they are refused";

    public override (double? Without, double With) Measure(DataProblemRun run)
    {
        var (test, isPlanted) = run.Planted();
        var train = run.View(run.Split.Train);
        var keys = run.Keys().Fit(train);
        using var model = run.Train(keys.Transform(train));
        var all = keys.Transform(run.View(test));
        var lacking = run.Ml.Transforms.DropColumns(Lacking).Fit(all).Transform(all);
        using var score = run
            .Ml.Transforms.VaeScore("Score", FilmColumns.All, model, new() { AllowMissingColumns = true })
            .Fit(lacking);
        float[] scores = [.. score.Transform(lacking).GetColumn<float>("Score")];
        return (null, RankingQuality.Compute(scores, isPlanted).AreaUnderRoc);
    }
}
