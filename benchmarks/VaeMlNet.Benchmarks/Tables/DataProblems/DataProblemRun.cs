using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>The data and methods that the measurements of all data problems share, for one seed.</summary>
/// <param name="films">The table.</param>
/// <param name="seed">The seed of the split, of the damage and of training.</param>
/// <param name="change">Changes options, so that tests can train for a short time only; null changes nothing.</param>
internal sealed class DataProblemRun(Film[] films, int seed, Func<VaeTrainerOptions, VaeTrainerOptions>? change = null)
{
    private const double PlantedShare = 0.1;

    public int Seed => seed;

    public MLContext Ml { get; } = new(seed);

    public FilmSplit Split { get; } = FilmSplit.Draw(films, seed);

    /// <summary>Returns options with the seed of this run.</summary>
    public VaeTrainerOptions Options(VaeTrainerOptions? options = null)
    {
        options = (options ?? new()) with { Seed = seed };
        return change is null ? options : change(options);
    }

    public IDataView View(Film[] rows) => Ml.Data.LoadFromEnumerable(rows);

    /// <summary>Creates an estimator that maps text columns to keys.</summary>
    public IEstimator<ITransformer> Keys() => Ml.Transforms.Conversion.MapValueToKey(FilmColumns.TextPairs());

    /// <summary>Returns test films, of which a tenth have two cells of other films.</summary>
    public (Film[] Films, bool[] IsPlanted) Planted()
    {
        var (test, changed) = DamagedFilms.WithForeignCells(Split.Test, PlantedShare, seed);
        return (test, [.. changed.Select(names => names.Length > 0)]);
    }

    /// <summary>Trains on a view whose texts are keys.</summary>
    /// <returns>The opened model. The caller must dispose it.</returns>
    public VaeModel Train(IDataView raw, VaeTrainerOptions? options = null)
    {
        using var detector = Ml.AnomalyDetection.Trainers.Vae(FilmColumns.All, Options(options)).Fit(raw);
        var folder = Directory.CreateTempSubdirectory("films");
        try
        {
            var path = Path.Combine(folder.FullName, "model");
            detector.SaveModelFolder(path);
            return VaeModel.Open(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Returns the AUROC of a detector that finds changed test films. The training films may include changed ones.
    /// </summary>
    public double Auroc(Film[] train, VaeTrainerOptions? options = null)
    {
        var (test, isPlanted) = Planted();
        return Auroc(Detector(options), train, test, isPlanted);
    }

    /// <summary>Returns the AUROC of a detector on the changed rows.</summary>
    public double Auroc(IEstimator<ITransformer> detector, Film[] train, Film[] test, bool[] isPlanted) =>
        RankingQuality.Compute(Scores(detector, train, test), isPlanted).AreaUnderRoc;

    /// <summary>Returns the scores of test rows.</summary>
    public float[] Scores(IEstimator<ITransformer> detector, Film[] train, Film[] test)
    {
        var fitted = detector.Fit(View(train));
        using var owned = fitted as IDisposable;
        return [.. fitted.Transform(View(test)).GetColumn<float>("Score")];
    }

    /// <summary>Creates the detector of the guide.</summary>
    public IEstimator<ITransformer> Detector(VaeTrainerOptions? options = null) =>
        Keys().Append(Ml.AnomalyDetection.Trainers.Vae(FilmColumns.All, Options(options)));
}
