using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Numbers with noise, in the training data and in the test data.</summary>
internal sealed class Noise : DataProblem
{
    private const double NoiseInDeviations = 0.5;

    public override string Name => "noise";

    public override string Treatment => "`InputNoise = new() { Kind = VaeInputNoiseKind.Gaussian, Level = 0.5 }`";

    public override string Measured =>
        "how far noise of 0.5 standard deviations on each number moves the latents of test films, as a share of their standard deviation: lower is better";

    public override (double? Without, double With) Measure(DataProblemRun run)
    {
        var denoising = new VaeTrainerOptions
        {
            InputNoise = new() { Kind = VaeInputNoiseKind.Gaussian, Level = NoiseInDeviations },
        };
        return (Shift(run, new()), Shift(run, denoising));
    }

    private static double Shift(DataProblemRun run, VaeTrainerOptions options)
    {
        var pipeline = run.Keys()
            .Append(run.Ml.Transforms.VaeFeaturize("Latent", FilmColumns.All, run.Options(options)));
        using var featurizer = pipeline.Fit(run.View(run.Split.Train));
        var statistics = new FilmStatistics(run.Split.Train);
        double[] deviations = [.. FilmColumns.Numbers.Select(statistics.Deviation)];
        float[][] Latents(Film[] films) => [.. featurizer.Transform(run.View(films)).GetColumn<float[]>("Latent")];
        var clean = Latents(run.Split.Test);
        var noisy = Latents(WithNoise(run.Split.Test, deviations, run.Seed));
        double[] means = [.. clean[0].Select((_, i) => clean.Average(latent => latent[i]))];
        var moved = clean.Zip(noisy).Sum(pair => SquaredDistance(pair.First, pair.Second));
        var variance = clean.Sum(latent => latent.Zip(means, (a, b) => (a - b) * (a - b)).Sum());
        return Math.Sqrt(moved / variance);
    }

    private static double SquaredDistance(float[] first, float[] second) =>
        first.Zip(second, (a, b) => (double)(a - b) * (a - b)).Sum();

    private static Film[] WithNoise(Film[] films, double[] deviations, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. films.Select(film =>
            {
                var noisy = film with { };
                for (var i = 0; i < FilmColumns.Numbers.Length; i++)
                {
                    var name = FilmColumns.Numbers[i];
                    var value = (float)(
                        Value(film, name) + (NoiseInDeviations * deviations[i] * NormalDraws.Next(random))
                    );
                    typeof(Film).GetProperty(name)!.SetValue(noisy, value);
                }

                return noisy;
            }),
        ];
    }

    private static double Value(Film film, string name) => (float)DamagedFilms.Get(film, name);
}
