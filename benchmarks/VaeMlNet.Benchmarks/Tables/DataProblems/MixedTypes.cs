using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Columns of mixed types, used as they are or as one vector of numbers.</summary>
internal sealed class MixedTypes : DataProblem
{
    public override string Name => "mixed types";

    public override string Treatment => "columns as they are: Single, Boolean, keys by `MapValueToKey`";

    public override string Measured =>
        "AUROC of foreign cells; without: one vector, one-hot + normalized, `Vae(\"Features\")`";

    public override (double? Without, double With) Measure(DataProblemRun run)
    {
        var oneVector = FilmFeatures
            .OneHot(run.Ml, "Features")
            .Append(run.Ml.AnomalyDetection.Trainers.Vae("Features", run.Options()));
        var (test, isPlanted) = run.Planted();
        return (run.Auroc(oneVector, run.Split.Train, test, isPlanted), run.Auroc(run.Split.Train));
    }
}
