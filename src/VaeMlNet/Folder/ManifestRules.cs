using VaeMlNet.Dates;

namespace VaeMlNet;

/// <summary>Checks the members of a manifest against each other.</summary>
internal sealed partial class ManifestRules
{
    /// <summary>The widest row that is read. The manifest decides how much memory a row takes.</summary>
    public const int LargestWidth = 1 << 24;

    private readonly VaeManifest manifest;
    private readonly string modelFolder;

    private ManifestRules(VaeManifest manifest, string modelFolder)
    {
        this.manifest = manifest;
        this.modelFolder = modelFolder;
    }

    public static void Check(VaeManifest manifest, string modelFolder)
    {
        var rules = new ManifestRules(manifest, modelFolder);
        rules.Require(
            manifest.Inputs is VaeManifest.FeatureInput or VaeManifest.ColumnInputs,
            $"inputs is '{manifest.Inputs}', expected '{VaeManifest.FeatureInput}' or '{VaeManifest.ColumnInputs}'"
        );
        rules.Require(
            manifest.Weights is VaeManifest.Float32Weights or VaeManifest.Float16Weights or VaeManifest.Int8Weights,
            $"weights is '{manifest.Weights}', expected '{VaeManifest.Float32Weights}', '{VaeManifest.Float16Weights}' or '{VaeManifest.Int8Weights}'"
        );
        rules.CheckArchitecture(manifest.Architecture);
        if (manifest.HasLatents)
        {
            rules.CheckLatent(manifest.Latent);
        }
        else
        {
            rules.CheckBaseline();
        }

        foreach (var column in manifest.Columns)
        {
            rules.Require(column is not null, $"columns contains null, expected objects");
            rules.CheckColumn(column!);
        }

        rules.CheckWidth();
        if (manifest.HasFeatures)
        {
            rules.Require(
                manifest.Columns.Count == 1,
                $"columns has {manifest.Columns.Count} columns, but inputs '{VaeManifest.FeatureInput}' are one column"
            );
        }
        else
        {
            rules.CheckTable();
        }

        if (manifest.Conditions is { } conditions)
        {
            rules.CheckConditions(conditions);
        }

        foreach (var schema in manifest.TableSchema?.Columns ?? [])
        {
            rules.Require(
                schema.Since is null || DateSlots.SchemaSince(schema, manifest.TableSchema) is not null,
                $"table_schema counts the dates of '{schema.Name}' from those of '{schema.Since}', which is no column of dates that are counted from an origin"
            );
        }

        if (manifest.Series is { } series)
        {
            rules.CheckSeries(series);
        }

        if (manifest.Usual is { } usual)
        {
            rules.CheckUsual(usual);
        }

        if (manifest.ColumnRelations is { } relations)
        {
            rules.CheckRelations(relations);
        }

        if (manifest.NormalRows is { } normal)
        {
            rules.CheckNormalRows(normal);
        }

        rules.CheckThreshold(manifest.Threshold);
    }

    private void CheckSeries(VaeSeries series)
    {
        Require(
            series.WindowLength is >= 2 and <= VaeSeries.LongestWindow,
            $"series.window_length is {series.WindowLength}, expected 2 to {VaeSeries.LongestWindow}"
        );
        Require(
            series.Channels.Count > 0 && series.Channels.All(channel => !string.IsNullOrEmpty(channel)),
            $"series.channels has no name, or an empty one"
        );
        Require(
            manifest.Columns.Count == 1
                && manifest.Columns[0].Width == (long)series.WindowLength * series.Channels.Count,
            $"series has {series.WindowLength} rows of {series.Channels.Count} channels, expected one column of as many slots"
        );
        Require(
            AreScales(series.Means, series.Scales, series.Channels.Count),
            $"series.means or series.scales has not one number for each channel, or series.scales one that is not above 0"
        );
        Require(
            series.IsCentered ? HasLevels(series) : (series.LowestLevels ?? series.HighestLevels) is null,
            $"series.lowest_levels or series.highest_levels does not fit series.is_centered and the channels, or a lowest level is above the highest"
        );
        Require(
            (series.LowestValues ?? series.HighestValues) is null
                || AreRanges(series.LowestValues, series.HighestValues, series.Channels.Count),
            $"series.lowest_values or series.highest_values has not one number for each channel, or a lowest value is above the highest"
        );
        Require(
            series.LevelRelations is not { } relations || (series.IsCentered && HasRelations(series, relations)),
            $"series.level_relations does not fit series.is_centered and the channels, or a lowest difference is above the highest"
        );
        Require(
            series.IsAlwaysChanging is not { } changing || changing.Count == series.Channels.Count,
            $"series.is_always_changing has not one value for each channel"
        );
        Require(
            series.UsualContributions is not { } usual
                || (usual.Count == series.Channels.Count && usual.All(float.IsFinite)),
            $"series.usual_contributions has not one finite number for each channel"
        );
        foreach (var (name, own) in series.OwnScales ?? new Dictionary<string, SeriesScale>())
        {
            Require(
                AreScales(own?.Means, own?.Scales, series.Channels.Count),
                $"series.own_scales of '{name}' has not one number for each channel, or a scale that is not above 0"
            );
        }

        Require(
            AreChannels(series.Counters, series) && AreChannels(series.Trends, series),
            $"series.counters or series.trends is empty, or has a name twice or one that is not in series.channels"
        );
        Require(
            series.Logarithms is not { } logarithms
                || (
                    AreChannels([.. logarithms.Keys], series)
                    && !logarithms.Keys.Intersect(series.Counters ?? []).Any()
                    && logarithms.Values.All(x => float.IsNormal(x) && x > 0)
                ),
            $"series.logarithms is empty, or has a name that is not in series.channels or is in series.counters, or a number that is not above 0"
        );
        Require(
            series.IsCentered || series.Trends is null,
            $"series.trends has names, but series.is_centered is false"
        );
        Require(
            series.TimeStep is null or > 0 and < double.PositiveInfinity,
            $"series.time_step is {series.TimeStep}, expected a number above 0"
        );
        Require(
            !series.FillsAbsentRows || series.TimeStep is not null,
            $"series.fills_absent_rows is true, but series.time_step is missing"
        );
        Require(
            series.HasCalendar
                ? manifest.ConditionColumns is [{ Name: CalendarColumn.Name, Type: VaeColumn.SingleType } calendar]
                    && calendar.Width == CalendarColumn.Width(series.Calendar)
                : manifest.Conditions is null,
            $"series.calendar is {series.Calendar}, and does not fit the conditions"
        );
        Require(
            series.LongestGap is null or > 0 and < double.PositiveInfinity,
            $"series.longest_gap is {series.LongestGap}, expected a number above 0"
        );
        Require(
            double.IsFinite(series.CoveringThreshold ?? 0),
            $"series.covering_threshold is {series.CoveringThreshold}, expected a finite number"
        );
    }

    private static bool AreScales(IReadOnlyList<float>? means, IReadOnlyList<float>? scales, int count) =>
        means?.Count == count
        && scales?.Count == count
        && means.All(float.IsFinite)
        && scales.All(scale => float.IsNormal(scale) && scale > 0);

    private static bool AreChannels(IReadOnlyList<string>? names, VaeSeries series) =>
        names is null
        || (names.Count > 0 && names.Distinct().Count() == names.Count && names.All(series.Channels.Contains));

    private static bool HasLevels(VaeSeries series) =>
        series is { LowestLevels: { } lowest, HighestLevels: { } highest }
        && AreRanges(lowest, highest, series.Channels.Count);

    private static bool HasRelations(VaeSeries series, LevelRelations relations) =>
        relations.Weights?.Count == series.Channels.Count * series.Channels.Count
        && relations.Weights.All(float.IsFinite)
        && AreRanges(relations.Lowest, relations.Highest, series.Channels.Count);

    private static bool AreRanges(IReadOnlyList<float>? lowest, IReadOnlyList<float>? highest, int count) =>
        lowest?.Count == count
        && highest?.Count == count
        && lowest
            .Zip(highest)
            .All(ends => float.IsFinite(ends.First) && float.IsFinite(ends.Second) && ends.First <= ends.Second);

    private void CheckNormalRows(VaeNormalRows normal)
    {
        Require(normal.Rows >= 2, $"normal_rows.rows is {normal.Rows}, expected 2 or more");
        Require(
            normal.Score is VaeNormalRows.OfLikelihood or VaeNormalRows.OfDistance or VaeNormalRows.OfBoth,
            $"normal_rows.score is '{normal.Score}', expected {OneOf([VaeNormalRows.OfLikelihood, VaeNormalRows.OfDistance, VaeNormalRows.OfBoth])}"
        );
        double?[] areas = [normal.AreaOfLikelihood, normal.AreaOfDistance, normal.AreaOfBoth];
        Require(areas.All(area => area is null or (>= 0 and <= 1)), $"normal_rows has an area outside 0 to 1");
    }

    private void CheckArchitecture(VaeArchitecture architecture)
    {
        Require(
            architecture.InputDim is >= 1 and <= LargestWidth,
            $"architecture.input_dim is {architecture.InputDim}, expected 1 to {LargestWidth}"
        );
        Require(architecture.HiddenDims.All(h => h >= 1), $"architecture.hidden_dims has a width below 1");
        Require(
            architecture.Image is null or { Channels: >= 1, Height: >= 1, Width: >= 1 },
            $"architecture.image has a number below 1"
        );
        Require(
            architecture.Image is null || architecture.Image.Size == architecture.InputDim,
            $"architecture.image has {architecture.Image?.Size} numbers, but architecture.input_dim is {architecture.InputDim}"
        );
    }

    private void CheckBaseline() =>
        Require(
            manifest.Latent.Dim == 0
                && manifest.Architecture.LatentDim == 0
                && !manifest.HasFeatures
                && manifest.Series is null
                && manifest.Conditions is null
                && !manifest.Columns.Any(column => column?.PredictsMissing == true),
            $"latent.kind is '{VaeLatentSpace.None}', which only a baseline of a table has, without latents, series, conditions and predicted missing cells"
        );

    private void CheckLatent(VaeLatentSpace latent)
    {
        Require(
            manifest.Architecture.LatentDim is >= 1 and <= LargestWidth,
            $"architecture.latent_dim is {manifest.Architecture.LatentDim}, expected 1 to {LargestWidth}"
        );
        var kind = LatentKind.Find(latent.Kind);
        Require(
            kind is not null,
            $"latent.kind is '{latent.Kind}', expected {OneOf(LatentKind.All.Select(k => k.Name))}"
        );
        Require(
            latent.Dim == manifest.Architecture.LatentDim,
            $"latent.dim is {latent.Dim}, but architecture.latent_dim is {manifest.Architecture.LatentDim}"
        );
        Require(
            latent.Label is null || latent.Kind == VaeLatentSpace.Labeled,
            $"latent.label is set, but latent.kind is '{latent.Kind}', expected '{VaeLatentSpace.Labeled}'"
        );
        var complaint = kind!.Complaint(latent);
        Require(complaint is null, $"{complaint}");
    }

    private void CheckColumn(VaeColumn column)
    {
        Require(column.Width >= 1, $"column '{column.Name}' has width {column.Width}, expected at least 1");
        CheckRange(column);
        var likelihood = ColumnLikelihood.Find(column.Likelihood);
        Require(
            likelihood is not null,
            $"column '{column.Name}' has likelihood '{column.Likelihood}', expected {OneOf(ColumnLikelihood.All.Select(l => l.Name))}"
        );
        // Other code takes the widths of outputs from the bins, whatever the likelihood is.
        Require(
            column.Bins is null || (!manifest.HasFeatures && column.Likelihood == ColumnLikelihood.Histogram),
            $"column '{column.Name}' of likelihood '{column.Likelihood}' has bins, which only '{ColumnLikelihood.Histogram}' columns of tables have"
        );
        var complaint = likelihood!.Complaint(column);
        Require(complaint is null, $"column '{column.Name}' has {complaint}");
    }

    private void CheckRange(VaeColumn column) =>
        Require(
            double.IsFinite(column.Minimum) && double.IsFinite(column.Maximum) && column.Minimum <= column.Maximum,
            $"column '{column.Name}' has minimum {column.Minimum} and maximum {column.Maximum}"
        );

    private void CheckWidth()
    {
        var width = manifest.Columns.Sum(c => (long)c.Width);
        Require(
            width == manifest.Architecture.InputDim,
            $"the columns have {width} slots together, but architecture.input_dim is {manifest.Architecture.InputDim}"
        );
    }

    private void CheckUsual(UsualRows usual)
    {
        Require(usual.Rows >= 1, $"usual.rows is {usual.Rows}, expected at least 1");
        Require(
            usual.Columns.Count == manifest.Columns.Count,
            $"usual.columns has {usual.Columns.Count} columns, expected {manifest.Columns.Count}"
        );
        foreach (var (slots, column) in usual.Columns.Zip(manifest.Columns))
        {
            Require(
                slots?.Fits(column.Width) == true,
                $"column '{column.Name}' has usual values that are not finite, not in order, or not one for each slot"
            );
        }

        foreach (var pair in usual.Pairs)
        {
            Require(
                pair?.Fits(CategoryCount) == true,
                $"usual.pairs has '{pair?.First}' and '{pair?.Second}' with counts that do not fit them"
            );
        }
    }

    private int CategoryCount(string name) => manifest.Columns.FirstOrDefault(c => c.Name == name)?.ShareCount ?? 0;

    private void CheckThreshold(VaeThreshold threshold)
    {
        Require(
            threshold.Quantile is > 0 and < 1,
            $"threshold.quantile is {threshold.Quantile}, expected a value in (0, 1)"
        );
        foreach (var kind in ScoreKind.All.Append(ScoreKind.Sampled))
        {
            var value = threshold.Value(kind.Kind);
            Require(double.IsFinite(value), $"threshold.{kind.Name} is {value} nats, expected a finite value");
        }
    }

    private static string OneOf(IEnumerable<string> names)
    {
        string[] quoted = [.. names.Select(name => $"'{name}'")];
        return quoted.Length == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} or {quoted[^1]}";
    }

    private static object Text(int? number) => number.HasValue ? number.Value : "missing";

    private void Require(bool condition, FormattableString problem)
    {
        if (!condition)
        {
            throw ModelFolderErrors.ManifestContradiction(modelFolder, problem);
        }
    }
}
