using System.Text.Json;
using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Small synthetic data that a VAE learns, and options for short training.</summary>
internal static class Some
{
    public const int Width = 12;

    public static VaeTrainerOptions Options(
        int epochCount = 3,
        int batchSize = 16,
        double beta = 1,
        int seed = 1,
        VaeLikelihoodOptions? likelihood = null,
        double learningRate = 5e-3
    ) =>
        new()
        {
            HiddenDims = [16],
            LatentDim = 3,
            EpochCount = epochCount,
            BatchSize = batchSize,
            Beta = beta,
            Seed = seed,
            Likelihood = likelihood ?? VaeLikelihoodOptions.Bernoulli,
            LearningRate = learningRate,
        };

    /// <summary>Returns a part of a checkpoint as the text that is written.</summary>
    public static string Json<T>(T part) => JsonSerializer.Serialize(part, CheckpointJson.Options);

    /// <summary>Gets the likelihoods that are suitable for rows of <see cref="Values"/>.</summary>
    public static VaeLikelihoodOptions[] Likelihoods { get; } =
    [VaeLikelihoodOptions.Bernoulli, VaeLikelihoodOptions.GaussianUnitVariance];

    /// <summary>Creates an untrained network.</summary>
    public static VariationalAutoencoder Network(
        int inputDim,
        int[] hiddenDims,
        int latentDim,
        VaeLikelihoodOptions? likelihood = null
    ) =>
        new(
            inputDim,
            new VaeTrainerOptions
            {
                HiddenDims = hiddenDims,
                LatentDim = latentDim,
                Likelihood = likelihood ?? VaeLikelihoodOptions.Bernoulli,
            }
        );

    /// <summary>Creates modules with a hidden layer of a width, whose outputs are normalized over the batch.</summary>
    public static CustomNetworkOptions BatchNormalized(int width)
    {
        nn.Module<Tensor, Tensor>[] Hidden(int inputDim) =>
            [nn.Linear(inputDim, width), nn.BatchNorm1d(width), nn.ReLU()];
        return new()
        {
            Encoder = inputDim => nn.Sequential(Hidden(inputDim)),
            Decoder = (latentWidth, outputDim) => nn.Sequential([.. Hidden(latentWidth), nn.Linear(width, outputDim)]),
        };
    }

    /// <summary>Creates rows in (0, 1) that depend on two hidden factors.</summary>
    public static float[][] Values(int count, int seed = 7)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    var (a, b) = (random.NextDouble() * 6 - 3, random.NextDouble() * 6 - 3);
                    return Enumerable
                        .Range(0, Width)
                        .Select(slot =>
                            (float)(1 / (1 + Math.Exp(slot % 2 == 0 ? -a * (1 + slot / 6) : b + slot / 4.0)))
                        )
                        .ToArray();
                }),
        ];
    }

    /// <summary>Returns the loss of training when all rows have the same weight.</summary>
    public static Tensor Loss(ElboTerms terms, double beta = 1) =>
        VariationalAutoencoder.Loss(terms, null, beta, terms.Reconstruction.shape[0], freeBits: 0);

    public static Tensor Rows(int count, int seed = 7) => ToTensor(Values(count, seed));

    public static Tensor ToTensor(params float[][] rows) =>
        tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows.Length == 0 ? Width : rows[0].Length]);

    /// <summary>Creates a float64 tensor [1, N].</summary>
    public static Tensor Doubles(params double[] values) => tensor(values, [1, values.Length]);

    public static IDataView View(params float[][] rows) => View(Width, rows);

    public static IDataView View(int width, params float[][] rows) => View([width], rows);

    /// <summary>Creates rows in a vector column of several dimensions.</summary>
    public static IDataView View(int[] dimensions, params float[][] rows)
    {
        var schema = Microsoft.ML.Data.SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new Microsoft.ML.Data.VectorDataViewType(
            Microsoft.ML.Data.NumberDataViewType.Single,
            dimensions
        );
        return new MLContext(1).Data.LoadFromEnumerable(
            rows.Select(row => new Row { Features = row }).ToList(),
            schema
        );
    }

    public static TrainedVae Trained(VaeTrainerOptions? options = null, int rowCount = 64)
    {
        using var rows = Rows(rowCount);
        return new VaeTrainer(options ?? Options()).Fit(rows);
    }

    /// <summary>Uses something while torch has a number of threads.</summary>
    public static T WithThreads<T>(int count, Func<T> use)
    {
        var before = get_num_threads();
        set_num_threads(count);
        try
        {
            return use();
        }
        finally
        {
            set_num_threads(before);
        }
    }

    public static float[] Weights(TrainedVae model) =>
        [.. model.Network.named_parameters().SelectMany(p => TensorValues.Floats(p.parameter))];

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
