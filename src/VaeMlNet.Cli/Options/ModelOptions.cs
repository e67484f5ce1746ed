using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Cli;

/// <summary>The options for the model and its training.</summary>
internal sealed class ModelOptions : OptionGroup
{
    private const string Categorical = "categorical";
    private const string Vamp = "vamp";
    private const int LargestWidth = 1 << 16; // of VaeTrainerOptions.HiddenDims and LatentDim

    private static readonly string TableLikelihoods = string.Join(
        ", ",
        VaeLikelihoodOptions.Choices.Where(choice => choice.ForTables is not null).Select(choice => choice.Name)
    );

    private static readonly string FeatureLikelihoods = string.Join(
        ", ",
        VaeLikelihoodOptions.Choices.Where(choice => choice.ForTables is null).Select(choice => choice.Name)
    );

    private readonly Option<int[]?> hidden = OptionFactory.Integers(
        "--hidden",
        "Widths of the encoder's hidden layers; the decoder mirrors them; tables: chosen by their rows; detectors: 64 [fully-connected, table and detector only, default: 400]",
        LargestWidth
    );

    private readonly Option<int?> latent = OptionFactory.Integer(
        "--latent",
        "Number of latents; tables: chosen by their width [fully-connected, table and detector only, default: 20]",
        minimum: 1,
        maximum: LargestWidth
    );

    private static readonly IReadOnlyDictionary<string, VaeLatentOptions> Latents = new Dictionary<
        string,
        VaeLatentOptions
    >
    {
        ["gaussian"] = new GaussianLatentOptions(),
        [Categorical] = new GumbelSoftmaxLatentOptions(),
    };

    private readonly Option<string> latentKind = OptionFactory.Choice(
        "--latent-kind",
        "Kind of the latents: normal, or categories of 10 values [mnist-gumbel: categorical]",
        [.. Latents.Keys],
        "gaussian"
    );

    private readonly Option<string> likelihood = OptionFactory.Choice(
        "--likelihood",
        $"Distribution of the values, such as gaussian, student-t, poisson or log-normal; tables: not {FeatureLikelihoods}",
        [.. VaeLikelihoodOptions.Choices.Select(choice => choice.Name)],
        VaeLikelihoodOptions.Choices[0].Name
    );

    private readonly Option<string[]?> columnLikelihood = OptionFactory.Texts(
        "--column-likelihood",
        "COLUMN=NAME",
        "Distribution of one column of numbers, such as Netto=log-normal; may be given several times [tables only]"
    );

    private static readonly IReadOnlyDictionary<string, VaePriorOptions> Priors = new Dictionary<
        string,
        VaePriorOptions
    >
    {
        ["standard-normal"] = VaePriorOptions.StandardNormal,
        [Vamp] = new VampPriorOptions(),
    };

    private readonly Option<string> prior = OptionFactory.Choice(
        "--prior",
        "Prior of the latents: N(0, I), or learned from 500 pseudo-inputs (vamp)",
        [.. Priors.Keys],
        "standard-normal"
    );

    private readonly DataOptions data;
    private readonly SeriesOptions series;
    private readonly Option<int?> epochs;
    private readonly Option<int?> batchSize = OptionFactory.Integer(
        "--batch-size",
        "Rows per step; tables: chosen by their rows [default: 128]",
        minimum: 1
    );

    private readonly Option<double> learningRate = OptionFactory.Number(
        "--learning-rate",
        "Learning rate; tables: chosen by their rows",
        zeroAllowed: false,
        1e-3
    );
    private readonly Option<int?> timeBudget = OptionFactory.Integer(
        "--time-budget",
        "Seconds after which no further epoch begins. With it, the threshold does not come from cross-validation [default: no limit]",
        minimum: 1
    );
    private readonly Option<double> beta = OptionFactory.Number(
        "--beta",
        "Weight of the KL term; tables: 0.02, from 2,000 rows on 0.05 [mnist-beta4: 4]",
        zeroAllowed: true,
        1
    );

    private readonly Option<bool> mixedPrecision = new("--mixed-precision")
    {
        Description =
            "Round the layers to bfloat16 in training, which a GPU and a CPU with AVX-512 BF16 or AMX multiply faster",
    };

    private readonly Option<string[]?> condition = OptionFactory.Names(
        "--condition",
        "Columns on which the model depends, such as a machine type: scores, samples and filled cells are then those for their values [tables only]"
    );

    private readonly DeviceOption device = new(
        "Where the training runs",
        DeviceOption.Auto,
        "a GPU if there is one and steps are large"
    );

    private readonly Option<int?> embedAbove = OptionFactory.Integer(
        "--embed-above",
        "The most categories of a column that become a slot each; a column with more has a learned vector for each category [tables only]",
        minimum: 0,
        new VaeTrainerOptions().EmbedCategoriesAbove
    );

    private readonly Option<bool> noRelations = new("--no-relations")
    {
        Description =
            "Search no relations between columns, such as total = net + tax, which filled cells and synthetic rows would keep [tables only]",
    };

    private readonly Option<bool> normalRows = new("--normal-rows")
    {
        Description =
            "All rows are known to be normal: none is left out, and scores measure the distance to the nearest of them, of which the model folder then has up to 5,000 [tables only]",
    };

    private readonly Option<string?> label = OptionFactory.Text(
        "--label",
        "COLUMN",
        "A column of groups that becomes a latent of the model, known in the rows whose cells are not empty. The model does not read it [tables; --label=label: the subfolders of pictures]"
    );

    private readonly Option<string?> imageLabels = OptionFactory.Text(
        "--labels",
        "FILE",
        "The IDX file with the labels of the training images, which become a latent of the model; 255: no label [IDX images only]"
    );

    private readonly Option<string?> knownAnomalies = OptionFactory.Text(
        "--known-anomalies",
        "COLUMN",
        "A column that is true or 1 for known anomalies, and perhaps -1 for rows known to be normal. The score learns from it; the model does not read it [tables only]"
    );

    private readonly Option<string?> knownRows = OptionFactory.Text(
        "--known-rows",
        "FILE.csv",
        "A file of labels that 'label' or the page of 'report' wrote: the columns Row, from 1, and Label, anomaly or normal. The score learns from those rows of --data [tables only]"
    );

    /// <summary>Gets the option <c>--seed</c>.</summary>
    public Option<int?> Seed { get; } = OptionFactory.Seed("Seed of all random numbers");

    /// <summary>Creates the options.</summary>
    /// <param name="epochCount">The default of <c>--epochs</c>.</param>
    /// <param name="data">
    /// The options for the rows. The rows decide which model is trained when the user does not name one.
    /// </param>
    /// <param name="series">The options for time series. Each of them means a model of time series.</param>
    public ModelOptions(int epochCount, DataOptions data, SeriesOptions series)
    {
        this.data = data;
        this.series = series;
        epochs = OptionFactory.Integer(
            "--epochs",
            "Passes over the rows; tables: chosen by their rows, and fewer where the validation loss no longer falls",
            minimum: 1,
            epochCount
        );
    }

    public Option<string?> Model { get; } =
        OptionFactory.Choice(
            "--model",
            "table, detector, tabular: raw CSV columns; series: time series; mnist: 784-400-20, mnist-2d: 784-128-64-2; fully-connected: by the options "
                + "[default: chosen by the rows]",
            ModelPreset.All
        );

    /// <summary>Gets the option <c>--options</c>, a file of options instead of <c>--model</c>.</summary>
    public Option<string?> OptionsFile { get; } =
        OptionFactory.Text(
            "--options",
            "FILE.json",
            "All options of the model and its training, instead of --model. Options on the command line override the file"
        );

    private IEnumerable<Option> SizeOptions => [hidden, latent];

    public override IEnumerable<Option> All =>
        [
            Model,
            OptionsFile,
            .. SizeOptions,
            latentKind,
            likelihood,
            prior,
            epochs,
            timeBudget,
            batchSize,
            learningRate,
            beta,
            mixedPrecision,
            .. OfTables,
            imageLabels,
            Seed,
            device.Option,
        ];

    private Option[] OfTables =>
        [columnLikelihood, condition, embedAbove, noRelations, normalRows, label, knownAnomalies, knownRows];

    /// <summary>
    /// Returns the name of the model to train: the one that the user named, or one that suits the rows.
    /// </summary>
    public string Name(CommandResult result) =>
        Choose(result)?.Model
        ?? result.GetValue(Model)
        ?? (IsOfSeries(result) ? ModelPreset.Series : ModelPreset.FullyConnected);

    /// <summary>
    /// Returns the model that suits the rows; null where the user named one, with <c>--model</c> or in a file.
    /// </summary>
    public ModelChoice? Choose(CommandResult result) =>
        result.IsGiven(Model) || result.IsGiven(OptionsFile) || IsOfSeries(result)
            ? null
            : ModelChoice.For(result.GetValue(data.Data));

    /// <summary>Reports size options for a model whose sizes are fixed by its name or by a file.</summary>
    public void CheckModel(CommandResult result)
    {
        if (Name(result) == ModelPreset.Series)
        {
            CheckSeries(result);
        }

        CheckColumnLikelihoods(result);
        if (result.IsGiven(OptionsFile))
        {
            Option[] said = [.. SizeOptions, likelihood];
            IEnumerable<Option> named = ModelPreset.IsTable(Name(result)) ? [] : [Model];
            foreach (var option in result.Given([.. named, .. said]))
            {
                result.AddError($"{option} and --options cannot be combined. Set the value in the options file.");
            }

            return;
        }

        CheckLabels(result);
        var model = Name(result);
        CheckLatents(result, model);
        foreach (var option in result.Given(Superfluous(model)))
        {
            result.AddError($"{option} has no effect on --model={model}. Use --model={ModelPreset.FullyConnected}.");
        }

        if (ModelPreset.IsTable(model))
        {
            CheckTable(result, model);
        }
        else
        {
            CheckFeatures(result, model);
        }
    }

    private void CheckColumnLikelihoods(CommandResult result)
    {
        foreach (var text in result.GetValue(columnLikelihood) ?? [])
        {
            if (Split(text) is not { } given)
            {
                result.AddError(
                    $"{columnLikelihood.Name} is '{text}', expected COLUMN=NAME, such as Netto=log-normal."
                );
            }
            else if (ForColumn(given.Likelihood) is null)
            {
                result.AddError($"{columnLikelihood.Name} is '{text}', expected one of {TableLikelihoods} after '='.");
            }
        }
    }

    // The name of a column can contain the sign.
    private static (string Column, string Likelihood)? Split(string text) =>
        text.LastIndexOf('=') is > 0 and var end ? (text[..end], text[(end + 1)..]) : null;

    private static VaeLikelihoodOptions? ForColumn(string name) =>
        VaeLikelihoodOptions.Choices.FirstOrDefault(choice => choice.Name == name)?.ForTables;

    private IReadOnlyDictionary<string, VaeLikelihoodOptions>? ColumnLikelihoods(
        ParseResult parse,
        VaeTrainerOptions options
    )
    {
        if (parse.GetList(columnLikelihood) is not { } texts)
        {
            return options.ColumnLikelihoods;
        }

        Dictionary<string, VaeLikelihoodOptions> all = new(options.ColumnLikelihoods?.AsEnumerable() ?? []);
        foreach (var (column, name) in texts.Select(text => Split(text)!.Value))
        {
            all[column] = ForColumn(name)!;
        }

        return all;
    }

    private void CheckTable(CommandResult result, string model)
    {
        if (Chosen(result) is { ForTables: null } choice)
        {
            result.AddError(
                $"--likelihood={choice.Name} is for {choice.Values}, but --model={model} standardizes numbers. Use {TableLikelihoods}. "
                    + "Columns of true and false always use Bernoulli."
            );
        }

        if (result.GetValue(normalRows) && result.IsGiven(condition))
        {
            result.AddError(
                $"{normalRows.Name} and {condition.Name} cannot be combined: the nearest training rows can have other conditions. Leave one of them out."
            );
        }

        if (result.IsGiven(imageLabels))
        {
            result.AddError(
                $"{imageLabels.Name} is for IDX images. Use {label.Name}=COLUMN for the columns of a table."
            );
        }
    }

    private void CheckFeatures(CommandResult result, string model)
    {
        if (Chosen(result) is { ForFeatures: null } choice)
        {
            result.AddError(
                $"--likelihood={choice.Name} is for tables, but --model={model} is for features. Use --model={ModelPreset.Table}."
            );
        }

        foreach (var option in OfTables.Where(option => result.IsGiven(option)))
        {
            if (option == label && IsLabeledByFolder(result))
            {
                continue;
            }

            var images = ReasonForImages(result, model);
            result.AddError(
                images is null
                    ? $"{option.Name} is for columns of a table, but --model={model} takes numbers only. Use --model={ModelPreset.Table}."
                    : $"{option.Name} is for columns of a table, but {images}. Leave it out."
            );
        }
    }

    /// <summary>Returns why the rows are images; null if they can be a table.</summary>
    private string? ReasonForImages(CommandResult result, string model) =>
        result.GetValue(data.Data) is { } path && ModelChoice.For(path) is { Model: not ModelPreset.Table } chosen
            ? chosen.Reason
        : result.IsGiven(data.Mnist) ? $"{data.Mnist.Name} is a folder of images"
        : result.IsGiven(Model) && ModelPreset.IsForMnist(model) ? $"--model={model} is for images"
        : null;

    private bool IsOfSeries(CommandResult result) => series.Given(result).Any();

    private void CheckSeries(CommandResult result)
    {
        foreach (var option in result.Given([.. OfTables, imageLabels]))
        {
            result.AddError(
                $"{option} is not for --model={ModelPreset.Series}: its windows have neither conditions, labels nor columns of their own. Leave it out."
            );
        }
    }

    private void CheckLabels(CommandResult result)
    {
        string[] given = [.. result.Given(label, knownAnomalies, knownRows)];
        if (given.Length > 1)
        {
            result.AddError($"{given[0]} and {given[1]} cannot be combined. Give one of them.");
        }
    }

    // Labels that become a latent, and the learned prior, need Gaussian latents, and exclude each other.
    private void CheckLatents(CommandResult result, string model)
    {
        string?[] chosen =
        [
            result.IsGiven(latentKind) && result.GetValue(latentKind) == Categorical
                ? $"{latentKind.Name}={Categorical}"
                : null,
            result.IsGiven(prior) && result.GetValue(prior) == Vamp ? $"{prior.Name}={Vamp}" : null,
            result.Given(label, imageLabels).FirstOrDefault(),
        ];
        string[] given = [.. chosen.OfType<string>()];
        if (given.Length == 1 && !result.IsGiven(latentKind) && HasCategories(model))
        {
            given = [$"{Model.Name}={model}", .. given];
        }

        if (given is [var first, var second, ..])
        {
            result.AddError($"{first} and {second} cannot be combined. Pass one of them.");
        }
    }

    // Options of a preset load TorchSharp, which --help does not need.
    private static bool HasCategories(string model) =>
        ModelPreset.All.Contains(model) && ModelPreset.Options(model).Latent is GumbelSoftmaxLatentOptions;

    private VaeLabelOptions? Labels(ParseResult parse) =>
        (HasImageLabels(parse) ? ImageLabels.ColumnName : parse.GetValue(label)) is { } column
            ? new SemiSupervisedLabelOptions { ColumnName = column }
        : parse.GetValue(knownAnomalies) is { } marked ? new KnownAnomalyLabelOptions { ColumnName = marked }
        : parse.CommandResult.IsGiven(knownRows) ? new KnownAnomalyLabelOptions { ColumnName = KnownRows.ColumnName }
        : null;

    /// <summary>Reads the labels of training rows; null if there is no file of them.</summary>
    /// <exception cref="CommandException">The file is missing or damaged.</exception>
    public KnownRows? ReadKnownRows(ParseResult parse) =>
        parse.GetValue(knownRows) is { } path ? KnownRows.Read(path) : null;

    /// <summary>Returns whether the training images have labels, by a file or by their folders.</summary>
    public bool HasImageLabels(ParseResult parse) =>
        parse.GetValue(imageLabels) is not null || IsLabeledByFolder(parse.CommandResult);

    private bool IsLabeledByFolder(CommandResult result) =>
        result.GetValue(label) == PictureFolder.LabelColumn
        && result.GetValue(data.Data) is { } path
        && PictureFolder.IsFolder(path);

    /// <summary>Reads the labels of training rows from the file that the user named, or from the folders of pictures; null for none.</summary>
    /// <exception cref="CommandException">The file is missing or damaged, or has another number of labels.</exception>
    public ImageLabels? ReadLabels(ParseResult parse, FeatureTrainingRows rows) =>
        parse.GetValue(imageLabels) is { } path ? ImageLabels.Read(path, rows.RowCount)
        : HasImageLabels(parse) ? ImageLabels.Of((PictureFolder)rows.File)
        : null;

    /// <summary>Reads the options.</summary>
    /// <exception cref="CommandException">The options file is missing or wrong.</exception>
    public VaeTrainerOptions Read(ParseResult parse)
    {
        var given = parse.CommandResult;
        var file = parse.GetValue(OptionsFile);
        var options = file is null ? Preset(parse) : Cli.OptionsFile.Read(file);
        if (options.InputNoise?.Kind == VaeInputNoiseKind.HiddenCells && Name(given) == ModelPreset.FullyConnected)
        {
            throw new CommandException(
                $"The options of '{file}' are for a table, because their input noise hides cells. Add {Model.Name}={ModelPreset.Table}."
            );
        }

        options = given.IsGiven(epochs) ? options with { EpochCount = parse.GetValue(epochs)!.Value } : options;
        options = given.IsGiven(learningRate) ? options with { LearningRate = parse.GetValue(learningRate) } : options;
        return options with
        {
            Latent = given.IsGiven(latentKind) ? Latents[parse.GetValue(latentKind)!] : options.Latent,
            Prior = given.IsGiven(prior) ? Priors[parse.GetValue(prior)!] : options.Prior,
            BatchSize = given.IsGiven(batchSize) ? parse.GetValue(batchSize)!.Value : options.BatchSize,
            TimeBudget = parse.GetValue(timeBudget) is { } seconds ? TimeSpan.FromSeconds(seconds) : options.TimeBudget,
            ColumnLikelihoods = ColumnLikelihoods(parse, options),
            ConditionColumns = parse.GetList(condition) ?? options.ConditionColumns,
            EmbedCategoriesAbove = given.IsGiven(embedAbove)
                ? parse.GetValue(embedAbove)!.Value
                : options.EmbedCategoriesAbove,
            UsesRelations = !parse.GetValue(noRelations) && options.UsesRelations,
            NormalRows = parse.GetValue(normalRows) || options.NormalRows,
            Labels = Labels(parse) ?? options.Labels,
            Beta = given.IsGiven(beta) ? parse.GetValue(beta) : options.Beta,
            UsesMixedPrecision = parse.GetValue(mixedPrecision) || options.UsesMixedPrecision,
            Device = device.Read(parse),
            Seed = given.IsGiven(Seed) ? parse.GetValue(Seed)!.Value : options.Seed,
        };
    }

    private VaeTrainerOptions Preset(ParseResult parse)
    {
        var model = Name(parse.CommandResult);
        var options = ModelPreset.Options(model);
        options = parse.GetList(hidden) is { } widths ? options with { HiddenDims = widths } : options;
        options = parse.GetValue(latent) is { } count ? options with { LatentDim = count } : options;
        var choice = Chosen(parse.CommandResult);
        // A table model chooses every option that was not given, so the defaults of the command line must not be set.
        return ModelPreset.IsTable(model)
            ? options with
            {
                Likelihood = choice?.ForTables ?? options.Likelihood,
            }
            : options with
            {
                Likelihood = choice?.ForFeatures ?? options.Likelihood,
                EpochCount = parse.GetValue(epochs)!.Value,
            };
    }

    /// <summary>Returns the likelihood that the user named; null where none was named, or an unknown one.</summary>
    private VaeLikelihoodChoice? Chosen(CommandResult result) =>
        result.IsGiven(likelihood)
            ? VaeLikelihoodOptions.Choices.FirstOrDefault(choice => choice.Name == result.GetValue(likelihood))
            : null;

    private IEnumerable<Option> Superfluous(string model) =>
        model switch
        {
            ModelPreset.FullyConnected or ModelPreset.Table or ModelPreset.Detector or ModelPreset.Series => [],
            ModelPreset.Tabular => SizeOptions,
            _ when !ModelPreset.All.Contains(model) => [],
            _ => [.. SizeOptions, likelihood],
        };
}
