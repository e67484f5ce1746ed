using Microsoft.ML;
using static Microsoft.ML.Transforms.MissingValueReplacingEstimator;

namespace VaeMlNet.Benchmarks;

/// <summary>Missing values, which the model handles or which are replaced by means before.</summary>
internal sealed class MissingValues : DataProblem
{
    private const double RemovedShare = 0.3;

    public override string Name => "missing values";

    public override string Treatment => "none needed: NaN and missing keys are masked";

    public override string Measured =>
        "AUROC of foreign cells, another 30 % of all cells removed; without: numbers replaced by `ReplaceMissingValues` (means)";

    public override (double? Without, double With) Measure(DataProblemRun run)
    {
        var train = DamagedFilms.WithoutCells(run.Split.Train, RemovedShare, run.Seed);
        var (planted, isPlanted) = run.Planted();
        var test = DamagedFilms.WithoutCells(planted, RemovedShare, run.Seed + 1);
        var filled = run.Keys()
            .Append(
                run.Ml.Transforms.ReplaceMissingValues(
                    [.. FilmColumns.Numbers.Select(name => new InputOutputColumnPair(name))],
                    ReplacementMode.Mean
                )
            )
            .Append(run.Ml.AnomalyDetection.Trainers.Vae(FilmColumns.All, run.Options()));
        return (run.Auroc(filled, train, test, isPlanted), run.Auroc(run.Detector(), train, test, isPlanted));
    }
}
