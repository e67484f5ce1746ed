namespace VaeMlNet;

/// <summary>How a <see cref="VaeTrainer"/> builds and fits its network.</summary>
/// <remarks>
/// A trainer copies the options when it is made and never changes them. Every value is checked there, so that a mistake
/// shows before any data is read. Equality compares <see cref="HiddenDims"/> and <see cref="ColumnLikelihoods"/> by reference. Thread safety: immutable but
/// for the elements of <see cref="HiddenDims"/>.
/// </remarks>
public sealed partial record VaeTrainerOptions
{
    // What was given; null for what is chosen by the kind of model.
    private readonly int[]? hiddenDims;
    private readonly int? latentDim;
    private readonly DecoderLikelihood? likelihood;
    private readonly int? epochCount;
    private readonly double? learningRate;
    private readonly VaeTrimmingOptions? trimming;

    /// <summary>
    /// Gets the widths of the encoder's hidden layers, from the data to the latents; the decoder mirrors them.
    /// At least one, each at least 1. Default: [400]; for tables [64]. Wider layers fit finer detail and take longer.
    /// </summary>
    public int[] HiddenDims
    {
        get => hiddenDims ?? [400];
        init => hiddenDims = value;
    }

    /// <summary>
    /// Gets the layers of encoder and decoder. Default null: fully connected ones of <see cref="HiddenDims"/>, with ReLU; for
    /// tables with the hyperbolic tangent.
    /// When it is given, <see cref="HiddenDims"/> is not looked at.
    /// </summary>
    public VaeNetworkOptions? Network { get; init; }

    /// <summary>
    /// Gets the number of latents L. At least 1. Default: 20; for tables half the slots of their encoded rows, 2 to 16.
    /// Latents the data does not need stay inactive.
    /// </summary>
    public int LatentDim
    {
        get => latentDim ?? 20;
        init => latentDim = value;
    }

    /// <summary>
    /// Gets what the latents are: posterior and prior. Default: <see cref="GaussianLatentOptions"/>; categories are
    /// <see cref="GumbelSoftmaxLatentOptions"/>.
    /// </summary>
    public VaeLatentOptions Latent { get; init; } = new GaussianLatentOptions();

    /// <summary>
    /// Gets the likelihood p(x|z). Default: <see cref="DecoderLikelihood.Bernoulli"/>, for features in [0, 1]. Of tables it is
    /// that of their numbers, <see cref="GaussianLikelihoodOptions"/> or, robust against outliers,
    /// <see cref="StudentTLikelihoodOptions"/>; their default is Gaussian, of detectors Student's t, with a spread for each slot
    /// and row (<see cref="LearnedScale.PerRow"/>).
    /// </summary>
    public DecoderLikelihood Likelihood
    {
        get => likelihood ?? DecoderLikelihood.Bernoulli;
        init => likelihood = value;
    }

    /// <summary>
    /// Gets the likelihoods of single columns of numbers of a table, by the columns' names. The other columns of numbers have
    /// <see cref="Likelihood"/>.
    /// </summary>
    /// <value>Default: none. Each must be a likelihood that <see cref="Likelihood"/> can be for tables. Ignored for features.</value>
    public IReadOnlyDictionary<string, DecoderLikelihood> ColumnLikelihoods { get; init; } =
        new Dictionary<string, DecoderLikelihood>();

    /// <summary>
    /// Gets the number of rows per step. At least 1. Default: 128. The last batch of an epoch may be smaller and is
    /// used too. Larger batches are faster per row and make fewer, smoother steps.
    /// </summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>
    /// Gets the number of passes over the training rows. At least 1. Default: 10; for tables as many as make 1500 steps, at most
    /// 400.
    /// </summary>
    public int EpochCount
    {
        get => epochCount ?? 10;
        init => epochCount = value;
    }

    /// <summary>
    /// Gets the learning rate. Finite and above 0. Default: 0.001, for Adam; for tables 0.003. Too high a rate diverges.
    /// </summary>
    public double LearningRate
    {
        get => learningRate ?? 1e-3;
        init => learningRate = value;
    }

    /// <summary>Gets how the learning rate changes while training goes on. Default: not at all.</summary>
    public VaeLearningRateOptions LearningRateSchedule { get; init; } = new();

    /// <summary>Gets how gradients change the weights. Default: Adam.</summary>
    public VaeOptimizerOptions Optimizer { get; init; } = new();

    /// <summary>
    /// Gets how gradients are computed. Default: <see cref="VaeGradients.Auto"/>, the fastest way there is for the network;
    /// the results differ by rounding alone.
    /// </summary>
    public VaeGradients Gradients { get; init; }

    /// <summary>
    /// Gets the seed of all randomness: initial weights, order of the rows, noise. Any value. Default: 1. On a CPU,
    /// the same seed, data and thread count give the same weights and the same history.
    /// </summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Gets the weight of the KL term in the loss, Reconstruction + Beta * Kl (Higgins et al. 2017). Finite and at
    /// least 0. Default: 1, the ELBO. More than 1 buys a smoother latent space with a worse reconstruction; 0 makes a
    /// plain (noisy) autoencoder.
    /// </summary>
    public double Beta { get; init; } = 1;

    /// <summary>Gets how the KL term enters the loss. Default: with the weight <see cref="Beta"/> from the first step.</summary>
    public VaeKlOptions Kl { get; init; } = new();

    /// <summary>Gets how the temperature of Gumbel-Softmax latents falls. Default: max(0.5, exp(-step / 10,000)).</summary>
    public VaeTemperatureOptions Temperature { get; init; } = new();

    /// <summary>Gets the noise on the encoder's input. Default: none.</summary>
    public VaeInputNoiseOptions InputNoise { get; init; } = new();

    /// <summary>
    /// Gets the rows with the largest loss to leave out. Default: none; for detectors on tables 0.3 of each batch
    /// after a fifth of the epochs.
    /// </summary>
    public VaeTrimmingOptions Trimming
    {
        get => trimming ?? new();
        init => trimming = value;
    }

    /// <summary>
    /// Gets the share of the training rows that are anomalies, in (0, 0.5]: short for <see cref="Threshold"/> with
    /// <see cref="VaeThresholdOptions.Contamination"/>. The thresholds of the model are then set so that this share of the
    /// training rows, rounded to whole rows, scores above them. Training itself does not change; see <see cref="Trimming"/> for
    /// that. Default: null.
    /// </summary>
    public double? Contamination { get; init; }

    /// <summary>
    /// Gets how the thresholds of the model are set: by contamination from the training rows; by quantile from the validation
    /// rows, or the training rows where there are none; by false-positive rate from the validation rows, which must be there
    /// and be normal. Default: null, the 0.99 quantile. Must be null when <see cref="Contamination"/> is given.
    /// </summary>
    public VaeThresholdOptions? Threshold { get; init; }

    /// <summary>Gets when to stop before the last epoch. Default: null, never.</summary>
    public VaeEarlyStoppingOptions? EarlyStopping { get; init; }

    /// <summary>Gets which rows training uses, and how much each counts. Default: all, the same, held in memory.</summary>
    public VaeTrainingDataOptions Data { get; init; } = new();

    /// <summary>The layers, also where <see cref="HiddenDims"/> says them.</summary>
    internal VaeNetworkOptions NetworkOrDefault =>
        Network ?? new FullyConnectedNetworkOptions { HiddenDims = HiddenDims };

    /// <summary>The thresholds' rule, wherever it is given.</summary>
    internal ThresholdRule ThresholdRule =>
        ThresholdRule.From(Contamination is null ? Threshold : new() { Contamination = Contamination });

    /// <summary>Copies the options after checking every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    /// <exception cref="ArgumentException">Two ways to set the threshold are given.</exception>
    internal VaeTrainerOptions ToChecked()
    {
        CheckHiddenDims();
        OptionRange.AtLeast(LatentDim, 1, nameof(LatentDim));
        OptionRange.Given(Latent, nameof(Latent));
        Latent.Check();
        OptionRange.Given(Likelihood, nameof(Likelihood));
        OptionRange.AtLeast(BatchSize, 1, nameof(BatchSize));
        OptionRange.AtLeast(EpochCount, 1, nameof(EpochCount));
        OptionRange.FiniteAboveZero(LearningRate, nameof(LearningRate));
        OptionRange.FiniteAtLeast(Beta, 0, nameof(Beta));
        OptionRange.Member(Gradients, nameof(Gradients));
        CheckGroups();
        foreach (var (name, own) in OptionRange.Given(ColumnLikelihoods, nameof(ColumnLikelihoods)))
        {
            OptionRange.Given(own, $"{nameof(ColumnLikelihoods)}['{name}']");
        }

        // What was not given stays so: the data has not been seen.
        var options = this with
        {
            ColumnLikelihoods = ColumnLikelihoods.ToDictionary(own => own.Key, own => own.Value.ToChecked()),
            Network = Network?.ToChecked(),
        };
        options = hiddenDims is null ? options : options with { HiddenDims = [.. hiddenDims] };
        return likelihood is null ? options : options with { Likelihood = likelihood.ToChecked() };
    }

    private void CheckGroups()
    {
        OptionRange.Given(LearningRateSchedule, nameof(LearningRateSchedule)).Check(nameof(LearningRateSchedule));
        OptionRange.Given(Optimizer, nameof(Optimizer)).Check(nameof(Optimizer));
        OptionRange.Given(Kl, nameof(Kl)).Check(nameof(Kl));
        OptionRange.Given(Temperature, nameof(Temperature)).Check(nameof(Temperature));
        OptionRange.Given(InputNoise, nameof(InputNoise)).Check(nameof(InputNoise));
        OptionRange.Given(Trimming, nameof(Trimming)).Check(nameof(Trimming));
        OptionRange.Given(Data, nameof(Data)).Check(nameof(Data));
        EarlyStopping?.Check(nameof(EarlyStopping));
        CheckThreshold();
    }

    private void CheckThreshold()
    {
        const string path = nameof(VaeTrainerOptions);
        new VaeThresholdOptions { Contamination = Contamination }.Check(path);
        Threshold?.Check($"{path}.{nameof(Threshold)}");
        if (Contamination is not null && Threshold is not null)
        {
            throw new ArgumentException(
                $"{path}.{nameof(Contamination)} and {path}.{nameof(Threshold)} are both given, but there is one threshold. Give one of them."
            );
        }
    }

    private void CheckHiddenDims()
    {
        var text = HiddenDims is null ? "null" : "empty";
        OptionRange.Require(
            HiddenDims is { Length: > 0 },
            nameof(HiddenDims),
            text,
            $"the width of at least one layer"
        );
        for (var i = 0; i < HiddenDims!.Length; i++)
        {
            OptionRange.AtLeast(HiddenDims[i], 1, FormattableString.Invariant($"{nameof(HiddenDims)}[{i}]"));
        }
    }
}
