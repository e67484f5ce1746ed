using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>Options for <see cref="VaeTrainer"/>: the network, its likelihood, and the training.</summary>
/// <remarks>
/// If a default is null, the value is chosen from the data: tables get other values than features. <see
/// cref="TrainedVae.Options"/> contains the chosen values. A trainer checks every value when it is created, before it reads
/// data, and copies arrays. Equality compares <see cref="HiddenDims"/>, <see cref="ColumnLikelihoods"/> and <see
/// cref="ConditionColumns"/> by reference.
/// Immutable, except for the elements of <see cref="HiddenDims"/>.
/// </remarks>
public sealed partial record VaeTrainerOptions
{
    /// <summary>Gets the widths of the encoder's hidden layers, from the data to the latents. The decoder has the same widths in reverse order.</summary>
    /// <value>
    /// Default: null, chosen from the data: [400] for features; [64, 64] up to 500 rows, [128, 128] below 2,000 rows, and [256, 256] from there
    /// on, for tables; [64] for detectors; [100, 100] for series. Range: at least one width, each 1 to 65,536.
    /// </value>
    /// <remarks>Choose wider layers for finer detail; training then takes longer. Ignored if <see cref="Network"/> is set.</remarks>
    public int[]? HiddenDims { get; init; }

    /// <summary>Gets the layers of encoder and decoder.</summary>
    /// <value>
    /// Default: null, chosen from the data: fully connected with Relu for features and series; fully connected with Silu, a linear path
    /// and a dropout of 0.1 for tables; fully connected with Tanh for detectors.
    /// </value>
    /// <remarks>
    /// Choose <see cref="ConvolutionalNetworkOptions"/> for images, and <see cref="CustomNetworkOptions"/> for your own modules.
    /// </remarks>
    public VaeNetworkOptions? Network { get; init; }

    /// <summary>Gets the number of latents L.</summary>
    /// <value>
    /// Default: null, chosen from the data: 20 for features; half the width of an encoded row, 2 to 48, for tables; half the width of an
    /// encoded row, 2 to 16, for detectors; half the width of an encoded row, 2 to 8, for series. Range: 1 to 65,536.
    /// </value>
    /// <remarks>Choose more if reconstructions lack detail. Latents that the data does not need stay inactive.</remarks>
    public int? LatentDim { get; init; }

    /// <summary>Gets the kind of latents: their posterior and prior.</summary>
    /// <value>Default: <see cref="GaussianLatentOptions"/>.</value>
    /// <remarks>Choose <see cref="GumbelSoftmaxLatentOptions"/> for categorical latents.</remarks>
    public VaeLatentOptions Latent { get; init; } = new GaussianLatentOptions();

    /// <summary>Gets the prior p(z) of the latents.</summary>
    /// <value>Default: <see cref="VaePriorOptions.StandardNormal"/>. <see cref="VampPriorOptions"/> needs Gaussian latents.</value>
    /// <remarks>Choose <see cref="VampPriorOptions"/> for a better fit and better samples; training then takes longer.</remarks>
    public VaePriorOptions Prior { get; init; } = VaePriorOptions.StandardNormal;

    /// <summary>Gets the likelihood p(x|z) of features, or of the numeric columns of a table.</summary>
    /// <value>
    /// Default: null, chosen from the data: VaeLikelihoodOptions.Bernoulli for features; HistogramLikelihoodOptions for tables;
    /// StudentTLikelihoodOptions for detectors; GaussianLikelihoodOptions for series.
    /// </value>
    /// <remarks>
    /// Bernoulli features must be in [0, 1]. Tables with more than 100 slots of numbers use a Gaussian, because each bin of a histogram is a slot.
    /// Choose Student's t if the data contains outliers. The likelihoods of a table's Boolean and key columns are fixed: Bernoulli
    /// and categorical.
    /// </remarks>
    public VaeLikelihoodOptions? Likelihood { get; init; }

    /// <summary>
    /// Gets the likelihoods of single number columns of a table, by the columns' names. The other number columns use <see
    /// cref="Likelihood"/>.
    /// </summary>
    /// <value>Default: null, none. Each must be a likelihood for numbers of a table. Ignored for features.</value>
    /// <remarks>
    /// Choose <see cref="LogNormalLikelihoodOptions"/> for amounts, and a Poisson or negative binomial likelihood for counts. A column of
    /// dates keeps the default where <see cref="Likelihood"/> is for positive numbers only.
    /// </remarks>
    public IReadOnlyDictionary<string, VaeLikelihoodOptions>? ColumnLikelihoods { get; init; }

    /// <summary>Gets the columns of a table for which the model explains which cells are missing.</summary>
    /// <value>
    /// Default: null, chosen from the data: none for features; WhereSeen for tables; Everywhere for detectors; Ignore for series.
    /// </value>
    /// <remarks>
    /// Choose <see cref="VaeMissingCells.Ignore"/> if missing cells must not change scores. Ignored for features.
    /// </remarks>
    public VaeMissingCells? MissingCells { get; init; }

    /// <summary>
    /// Gets a value indicating whether filled cells are a blend of the model's means with those of linear regressions and forests on the other columns.
    /// </summary>
    /// <value>Default: true. The shares of each column are chosen by hidden cells of the validation rows.</value>
    /// <remarks>
    /// Small tables and linear relations need it. Choose false for the means of the model alone, and for smaller files: the graph imputer.onnx and
    /// checkpoints contain a number for each pair of columns and categories, and 20 trees for each column (of tables of at most 100 columns). Scores and features never depend on it. Ignored for
    /// features, series, models with conditions, and tables of more than 800 columns and categories. In columns of more than 100 categories, the model fills alone.
    /// </remarks>
    public bool UsesRegressions { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether training searches relations between the columns of a table, which filled cells and synthetic rows
    /// then keep: sums, products and constant factors, columns that another column determines, orders, and, in synthetic rows, cells that are missing
    /// because of another one.
    /// </summary>
    /// <value>Default: true. Each relation holds in three quarters of a sample of the rows, and is confirmed by the others.</value>
    /// <remarks>
    /// The relations are in the manifest, and <c>vaemlnet info</c> shows them. Choose false for filled cells and synthetic rows by the model alone, or if
    /// a relation of the training data does not hold in general. Scores and features never depend on it. Ignored for features, series, tables
    /// of more than 500 columns, and columns that are vectors.
    /// </remarks>
    public bool UsesRelations { get; init; } = true;

    /// <summary>
    /// Gets the columns on which encoder and decoder depend (Sohn, Lee &amp; Yan 2015): Single, Vector&lt;Single&gt; of known size, Boolean, or
    /// Key&lt;UInt32&gt;. The model then explains rows given these values.
    /// </summary>
    /// <value>Default: null, none. The names must differ from each other and from the columns that the model is trained on.</value>
    /// <remarks>
    /// Set it for scores in context, such as amounts that are unusual for a machine type, and to sample rows with chosen values. A
    /// condition is never missing, and every step needs its columns.
    /// </remarks>
    public IReadOnlyList<string>? ConditionColumns { get; init; }

    /// <summary>
    /// Gets the largest number of categories of a table's column or of a condition that the network reads as one-hot slots. A column with more
    /// categories has a learned vector for each category (Guo &amp; Berkhahn 2016). Encoder and decoder share the vectors of a table's column.
    /// </summary>
    /// <value>Default: 250. Range: 0 and up.</value>
    /// <remarks>
    /// Lower it if columns of categories make the network or the rows in memory too large. Raise it if exact categories matter most.
    /// Ignored for columns of other types.
    /// </remarks>
    public int EmbedCategoriesAbove { get; init; } = 250;

    /// <summary>Gets the labels of rows, and what training does with them. The encoder never reads labels.</summary>
    /// <value>Default: null, no labels.</value>
    /// <remarks>
    /// Choose <see cref="SemiSupervisedLabelOptions"/> if few rows have labels and rows of different labels form groups, and <see
    /// cref="KnownAnomalyLabelOptions"/> for detectors if some anomalies are known. Some labels are enough. It needs an <c>IDataView</c>.
    /// </remarks>
    public VaeLabelOptions? Labels { get; init; }

    /// <summary>Gets how the texts of a table's cells were read. Checkpoints and model folders record it, and training ignores it.</summary>
    /// <value>Default: null, not recorded. <c>mlContext.Data.ProfileColumns</c> returns one.</value>
    /// <remarks>Set it so that the command line reads and writes files of the same format without options.</remarks>
    public VaeTableSchema? TableSchema { get; init; }

    /// <summary>Gets the shape of the images that the features form. Checkpoints and model folders record it, and it does not change the training.</summary>
    /// <value>
    /// Default: null, that of a <see cref="ConvolutionalNetworkOptions"/>, which no other one may contradict; otherwise that of the column, if it declares
    /// channels, height and width, as ExtractPixels does; otherwise not recorded. It must have as many numbers as a row has features, and the shape that the
    /// column declares.
    /// </value>
    /// <remarks>
    /// Set it so that recorded trainings, reports and the command line draw images in their shape, and refuse images of another shape. Ignored for tables and
    /// series.
    /// </remarks>
    public VaeImageShape? Image { get; init; }

    /// <summary>
    /// Gets the windows of a time series that the rows are. Checkpoints and model folders record it.
    /// </summary>
    /// <value>Default: null, not a time series. <see cref="VaeSeriesTrainer"/> sets it.</value>
    public VaeSeries? Series { get; init; }

    /// <summary>Gets the number of rows in a training step.</summary>
    /// <value>
    /// Default: null, chosen from the data: 128 for features, detectors and series; 128, or 256 from 2,000 rows on, for tables. Range: 1
    /// and up.
    /// </value>
    /// <remarks>
    /// Choose more for fewer, smoother steps, which take less time per row. The last batch of an epoch can be smaller, and is
    /// used too.
    /// </remarks>
    public int? BatchSize { get; init; }

    /// <summary>Gets the number of passes over the training rows.</summary>
    /// <value>
    /// Default: null, chosen from the data: 10 for features; 750 steps, rising to 1,500 between 1,000 and 2,000 rows, and 2,500 from 2,000
    /// rows on, at most 500 epochs, for tables; 1,500 steps, at most 400 epochs, for detectors; 1,500 steps, at most 100 epochs, for series. Range: 1 and up.
    /// </value>
    /// <remarks>Choose more while the validation loss still falls.</remarks>
    public int? EpochCount { get; init; }

    /// <summary>Gets the time after which no further epoch begins, without that of validation.</summary>
    /// <value>Default: null, no limit. Range: above 0.</value>
    /// <remarks>
    /// Training with a limit gives different weights on machines of different speed. <see cref="TrainedVae.Convergence"/> says whether the
    /// time was too short. With a limit, the threshold does not come from cross-validation (<see cref="VaeTrainingDataOptions.ThresholdFolds"/>).
    /// </remarks>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Gets the learning rate of the optimizer.</summary>
    /// <value>
    /// Default: null, chosen from the data: 0.001 for features and series; 0.002, falling to 0.001 between 1,000 and 2,000 rows, and up to
    /// 0.003 from 2,000 rows on, for tables; 0.003 for detectors. Range: finite and above 0.
    /// </value>
    /// <remarks>Choose a lower rate if training diverges.</remarks>
    public double? LearningRate { get; init; }

    /// <summary>Gets how the learning rate changes during training.</summary>
    /// <value>
    /// Default: null, chosen from the data: Constant for features, detectors and series; OneCycle for tables.
    /// </value>
    public VaeLearningRateOptions? LearningRateSchedule { get; init; }

    /// <summary>Gets the optimizer.</summary>
    /// <value>Default: Adam.</value>
    public VaeOptimizerOptions Optimizer { get; init; } = new();

    /// <summary>
    /// Gets the decay d of an exponential moving average of the weights over the training steps, which the model gets instead of the last
    /// weights: average = d * average + (1 - d) * weights.
    /// </summary>
    /// <value>Default: null, no averaging. Range: above 0 and below 1; 0.999 averages over about the last 1,000 steps.</value>
    /// <remarks>
    /// Choose it if the validation loss still varies from epoch to epoch at the end. Validation, thresholds and early stopping use the
    /// averaged weights. In the first steps the decay is smaller. It takes the memory of one more copy of the weights.
    /// </remarks>
    public double? WeightAverageDecay { get; init; }

    /// <summary>Gets a value indicating whether gradients are always those of TorchSharp's autograd.</summary>
    /// <value>Default: false, which means manual backpropagation if possible, and otherwise autograd.</value>
    /// <remarks>
    /// Choose true to compare with autograd. Results differ only by rounding. Manual backpropagation supports fully connected and
    /// convolutional networks of linear layers and convolutions with ReLU, hyperbolic tangent, sigmoid or SiLU, without normalization. It needs
    /// Gaussian latents with the prior N(0, I). It supports all likelihoods, but no labels and no free bits, and conditions only
    /// in fully connected networks. It divides the rows of a batch among <c>torch.get_num_threads()</c> threads, with at least 32 rows and 20 million operations each.
    /// </remarks>
    public bool UsesAutograd { get; init; }

    /// <summary>Gets the device that the training runs on. Model folders and checkpoints do not depend on it.</summary>
    /// <value>
    /// Default: <see cref="VaeDevice.Auto"/>, the first CUDA device if TorchSharp can use one and a step has at least 1,000 million operations (6 times the rows
    /// of a batch times the weights of linear layers), convolutions, or modules of your own; and otherwise the CPU. Names such as "cpu" and "cuda:0" convert to devices.
    /// </value>
    /// <remarks>
    /// Choose "cpu" for the same result on every machine, and "cuda:0" to train on the GPU however small the steps are. Training can resume on
    /// another device. The trained model is on the CPU.
    /// </remarks>
    [JsonIgnore]
    public VaeDevice Device { get; init; } = VaeDevice.Auto;

    /// <summary>
    /// Gets a value indicating whether the inputs, weights and outputs of linear layers and convolutions are rounded to bfloat16 in training, which
    /// has 8 bits of precision and the range of float32.
    /// </summary>
    /// <value>Default: false, which means float32.</value>
    /// <remarks>
    /// Choose true for large networks on a GPU with fast operations for it, and for layers of some hundred units on a CPU with AVX-512 BF16 or AMX. Weights, the
    /// optimizer, normalization, latents and the loss stay in float32, as do validation, thresholds and the exported model. Custom modules are
    /// not changed. On a CPU, convolutions stay in float32, and so do linear layers that multiply fewer than 2 million times for the rows of a thread: rounding
    /// would take longer. With <see cref="UsesAutograd"/>, <see cref="FreeBits"/> or <see cref="SemiSupervisedLabelOptions"/>, both are rounded.
    /// </remarks>
    public bool UsesMixedPrecision { get; init; }

    /// <summary>Gets the seed of all randomness: initial weights, order of the rows, and noise.</summary>
    /// <value>Default: 1. Range: any number.</value>
    /// <remarks>
    /// The same seed, data, device and number of threads give the same weights and the same history. Random numbers are the same on every device,
    /// except those of dropout. On a GPU, the order of additions in some operations of CUDA can differ from run to run.
    /// </remarks>
    public int Seed { get; init; } = 1;

    /// <summary>Gets the weight of the KL term in the loss, Reconstruction + Beta * Kl (Higgins et al. 2017).</summary>
    /// <value>
    /// Default: null, chosen from the data: 1 for features, detectors and series; 0.02, or 0.05 from 2,000 rows on, for tables. Range: finite and at least 0.
    /// </value>
    /// <remarks>
    /// Tables with conditions have 0.05 by default. 1 makes the loss the negative ELBO. Choose more for a smoother latent space at the cost of a worse reconstruction. 0 trains a plain (noisy)
    /// autoencoder.
    /// </remarks>
    public double? Beta { get; init; }

    /// <summary>
    /// Gets the number of epochs in which the weight of the KL term rises linearly from 0 to <see cref="Beta"/> (Bowman et al. 2016, sec. 3.1).
    /// </summary>
    /// <value>
    /// Default: null, chosen from the data: 0 for features, tables and detectors; 0.2 of the epochs for series. Range: 0 and up. 0 is the full weight
    /// from the first step.
    /// </value>
    /// <remarks>Choose a longer warm-up, such as 10 epochs, if most latents are inactive after training.</remarks>
    public int? KlWarmUpEpochs { get; init; }

    /// <summary>
    /// Gets the KL divergence in nats that each latent may have without increasing the loss, which contains max(FreeBits, mean
    /// KL of the latent over the batch) (Kingma et al. 2016, eq. 15, with groups of one latent).
    /// </summary>
    /// <value>Default: 0. Range: finite and at least 0.</value>
    /// <remarks>
    /// Choose more than 0 if most latents are inactive after training. The reported KL divergence does not include it.
    /// </remarks>
    public double FreeBits { get; init; }

    /// <summary>
    /// Gets the lowest temperature of Gumbel-Softmax latents, which falls as max(MinimumTemperature, exp(-TemperatureDecay * step)) (Jang et al.
    /// 2017, sec. 4).
    /// </summary>
    /// <value>Default: 0.5 (Jang et al. 2017). Range: above 0, at most 1.</value>
    /// <remarks>
    /// High temperatures give smooth samples with gradients of low variance; low temperatures give nearly one-hot samples. Ignored
    /// by Gaussian latents.
    /// </remarks>
    public double MinimumTemperature { get; init; } = 0.5;

    /// <summary>Gets the rate at which the temperature of Gumbel-Softmax latents decays per training step.</summary>
    /// <value>
    /// Default: 1e-4, which reaches 0.5 after 6,931 steps (Jang et al. 2017 use 1e-5 and 1e-4). Range: finite and at least 0. 0 keeps
    /// the temperature at 1.
    /// </value>
    /// <remarks>Ignored by Gaussian latents.</remarks>
    public double TemperatureDecay { get; init; } = 1e-4;

    /// <summary>Gets the noise on the encoder's input during training.</summary>
    /// <value>
    /// Default: null, chosen from the data: None for features, detectors and series; HiddenCells with a level of 1 for tables. None for convolutional networks.
    /// </value>
    public VaeInputNoiseOptions? InputNoise { get; init; }

    /// <summary>
    /// Gets the share of the rows with the largest loss that training leaves out of every batch, so that it does not learn anomalous rows (trimmed
    /// loss, as in Shen &amp; Sanghavi 2019).
    /// </summary>
    /// <value>
    /// Default: null, chosen from the data: 0 for features, tables and series; 0.3, or 0.05 with a column of categories, for detectors. Range: at least 0,
    /// below 1. Of a batch of n rows, the share of n is left out, rounded down.
    /// </value>
    /// <remarks>
    /// Choose about the expected share of anomalies in the training data, if it contains anomalies that must not be learned. Reported losses
    /// include all rows.
    /// </remarks>
    public double? TrimmedShare { get; init; }

    /// <summary>Gets the first epoch that leaves rows out.</summary>
    /// <value>
    /// Default: null, chosen from the data: 2 for features, tables and series; after 0.2 of the epochs for detectors. It is 2 where <see
    /// cref="TrimmedShare"/> is set. Range: 1 and up.
    /// </value>
    /// <remarks>
    /// Choose more for slow training: before the network has learned something, it cannot tell which rows are anomalous.
    /// </remarks>
    public int? TrimFromEpoch { get; init; }

    /// <summary>Gets a value indicating whether the training rows are known to be normal: a time without faults, say, or checked rows.</summary>
    /// <value>
    /// Default: false, rows can contain anomalies. If true, <see cref="TrimmedShare"/> is 0 unless it is set, and scores measure the distance to the
    /// nearest training rows, of which the model folder then contains up to 5,000 (fewer above 200 slots). What a score consists of is chosen between the
    /// distance, the likelihood and both by held-out rows with planted cells: <see cref="VaeManifest.NormalRows"/>. Tables of at most 1,000 encoded
    /// slots only, and neither with <see cref="ConditionColumns"/> nor for series.
    /// </value>
    /// <remarks>Anomalies among the training rows would be taken for normal, and rows like them would have low scores.</remarks>
    public bool NormalRows { get; init; }

    /// <summary>
    /// Gets the share of the training rows that are anomalies. The model's thresholds are set so that this share of the training
    /// rows, rounded to whole rows, scores above them.
    /// </summary>
    /// <value>Default: null. Range: above 0, at most 0.5. Must be null if <see cref="Threshold"/> is set.</value>
    /// <remarks>
    /// It is a short form of <see cref="Threshold"/> with <see cref="VaeThresholdOptions.Contamination"/>. It does not change
    /// the training itself; use <see cref="TrimmedShare"/> for that.
    /// </remarks>
    public double? Contamination { get; init; }

    /// <summary>Gets how the thresholds of the model are computed from scores.</summary>
    /// <value>Default: null, which means a false-positive rate of 0.01, or the lowest one that the rows can give. Must be null if <see cref="Contamination"/> is set.</value>
    /// <remarks>
    /// A contamination refers to the training rows. A quantile refers to the validation rows, or to the training rows if there
    /// are no validation rows. A false-positive rate needs validation rows, which must be normal.
    /// </remarks>
    public VaeThresholdOptions? Threshold { get; init; }

    /// <summary>Gets when training stops before the last epoch.</summary>
    /// <value>
    /// Default: null, chosen from the data: never for features, detectors and series; after 250 steps without improvement, rising to 500
    /// between 1,000 and 2,000 rows, and 1,000 from 2,000 rows on, for tables.
    /// </value>
    public VaeEarlyStoppingOptions? EarlyStopping { get; init; }

    /// <summary>Gets the rows that training uses, and their weights.</summary>
    /// <value>Default: all rows, with the same weight, kept in memory.</value>
    public VaeTrainingDataOptions Data { get; init; } = new();

    /// <summary>Gets the rule of the thresholds, from either of the two options.</summary>
    internal ThresholdRule ThresholdRule =>
        ThresholdRule.From(Contamination is null ? Threshold : new() { Contamination = Contamination }) with
        {
            LeavesOutIsolated = Contamination is null && Threshold is null && !NormalRows,
        };

    /// <summary>Copies the options after checking every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    /// <exception cref="ArgumentException">Two options set the threshold.</exception>
    internal VaeTrainerOptions ToChecked()
    {
        CheckHiddenDims();
        OptionRange.Width(LatentDim ?? 1, nameof(LatentDim));
        OptionRange.Given(Latent, nameof(Latent));
        Latent.Check();
        CheckPrior();
        OptionRange.AtLeast(BatchSize ?? 1, 1, nameof(BatchSize));
        OptionRange.AtLeast(EpochCount ?? 1, 1, nameof(EpochCount));
        OptionRange.FiniteAboveZero(TimeBudget?.TotalSeconds ?? 1, nameof(TimeBudget));
        CheckImage();
        OptionRange.FiniteAboveZero(LearningRate ?? 1, nameof(LearningRate));
        OptionRange.FiniteAtLeast(Beta ?? 1, 0, nameof(Beta));
        OptionRange.Require(
            WeightAverageDecay is null or (> 0 and < 1),
            nameof(WeightAverageDecay),
            WeightAverageDecay ?? 0,
            $"above 0 and below 1, or null"
        );
        OptionRange.Member(MissingCells ?? VaeMissingCells.Ignore, nameof(MissingCells));
        CheckGroups();
        CheckConditions();
        foreach (var (name, own) in ColumnLikelihoods ?? NoColumnLikelihoods)
        {
            OptionRange.Given(own, $"{nameof(ColumnLikelihoods)}['{name}']");
        }

        return this with
        {
            HiddenDims = HiddenDims?.ToArray(),
            ConditionColumns = ConditionColumns?.ToArray(),
            ColumnLikelihoods = ColumnLikelihoods?.ToDictionary(own => own.Key, own => own.Value.ToChecked()),
            Network = Network?.ToChecked(),
            Likelihood = Likelihood?.ToChecked(),
        };
    }

    private void CheckImage()
    {
        if (Image is null)
        {
            return;
        }

        ConvolutionalNetworkOptions.CheckImage(Image, nameof(Image));
        var own = (Network as ConvolutionalNetworkOptions)?.Image ?? Image;
        OptionRange.Require(Image == own, nameof(Image), Image, $"that of VaeTrainerOptions.Network, {own}, or null");
    }

    private void CheckPrior()
    {
        OptionRange.Given(Prior, nameof(Prior)).Check(LatentDimOrDefault);
        OptionRange.Require(
            Prior is StandardNormalPriorOptions || Latent is GaussianLatentOptions,
            nameof(Prior),
            Prior.GetType().Name,
            $"VaePriorOptions.StandardNormal for latents that are not Gaussian"
        );
        OptionRange.Require(
            Prior is not VampPriorOptions || ConditionColumns is null,
            nameof(Prior),
            Prior.GetType().Name,
            $"another prior for models with conditions, because pseudo-inputs have none"
        );
    }

    private void CheckGroups()
    {
        LearningRateSchedule?.Check(nameof(LearningRateSchedule));
        OptionRange.Given(Optimizer, nameof(Optimizer)).Check(nameof(Optimizer));
        OptionRange.AtLeast(KlWarmUpEpochs ?? 0, 0, nameof(KlWarmUpEpochs));
        OptionRange.FiniteAtLeast(FreeBits, 0, nameof(FreeBits));
        Labels?.Check(this);
        OptionRange.Require(
            MinimumTemperature is > 0 and <= 1,
            nameof(MinimumTemperature),
            MinimumTemperature,
            $"above 0 and at most 1"
        );
        OptionRange.FiniteAtLeast(TemperatureDecay, 0, nameof(TemperatureDecay));
        InputNoise?.Check(nameof(InputNoise));
        OptionRange.Share(TrimmedShare ?? 0, nameof(TrimmedShare));
        OptionRange.AtLeast(TrimFromEpoch ?? 1, 1, nameof(TrimFromEpoch));
        OptionRange.Require(
            !NormalRows || (ConditionColumns is null && Series is null),
            nameof(NormalRows),
            NormalRows,
            $"false for models with conditions and of series"
        );
        OptionRange.Given(Data, nameof(Data)).Check(nameof(Data));
        EarlyStopping?.Check(nameof(EarlyStopping));
        CheckThreshold();
    }

    private void CheckConditions()
    {
        OptionRange.Require(
            ConditionColumns is not { Count: 0 },
            nameof(ConditionColumns),
            "empty",
            $"null or the name of at least one column"
        );
        foreach (var (index, name) in (ConditionColumns ?? []).Index())
        {
            OptionRange.Require(
                name is { Length: > 0 } && ConditionColumns!.Count(other => other == name) == 1,
                FormattableString.Invariant($"{nameof(ConditionColumns)}[{index}]"),
                $"'{name}'",
                $"the name of a column that is not named twice"
            );
        }

        OptionRange.AtLeast(EmbedCategoriesAbove, 0, nameof(EmbedCategoriesAbove));
    }

    private void CheckThreshold()
    {
        const string path = nameof(VaeTrainerOptions);
        new VaeThresholdOptions { Contamination = Contamination }.Check(path);
        Threshold?.Check($"{path}.{nameof(Threshold)}");
        if (Contamination is not null && Threshold is not null)
        {
            throw new ArgumentException(
                $"{path}.{nameof(Contamination)} and {path}.{nameof(Threshold)} are both set, but there is only one threshold. Set one of them."
            );
        }
    }

    private void CheckHiddenDims()
    {
        OptionRange.Require(
            HiddenDims is not [],
            nameof(HiddenDims),
            "empty",
            $"null or the width of at least one layer"
        );
        FullyConnectedNetworkOptions.CheckWidths(HiddenDims ?? [], nameof(HiddenDims));
    }
}
