namespace VaeMlNet;

/// <summary>
/// A batch of a step that scores windows and computes their expected values: the mean and the standard deviation of p(x|z) at the posterior
/// mean, in the unit of the data and at the window's own level.
/// </summary>
/// <remarks>
/// Missing cells are filled on straight lines first, and then with their expected values, and the window is encoded again. So the encoder sees
/// a window without gaps, whose level is known (in the manner of the missing data imputation of Xu et al. 2018, section 3.3, with means instead
/// of samples).
/// </remarks>
internal sealed class ExpectedWindowBatch : PosteriorBatch
{
    private readonly VaeColumn column;
    private readonly ColumnLikelihood likelihood;
    private readonly VaeSeries series;
    private readonly WindowLimits limits;
    private readonly OnnxBatch scorer;
    private readonly int[] places; // of the requested outputs, among those of the scorer or among the expected values
    private readonly bool[] areScores;
    private readonly bool[] areUncertainties;
    private readonly TypedRows values;
    private readonly float[] raw; // [capacity, W * C]
    private readonly float[] shifts; // [capacity, C]
    private readonly int channelCount;

    /// <param name="step">
    /// A step whose graphs are encoder, decoder and scorer. Its inputs are those of the scorer.
    /// </param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="outputs">The requested outputs: those of the scorer, expected values and uncertainties.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    public ExpectedWindowBatch(
        BatchedOnnxStep step,
        StepSessions sessions,
        IReadOnlyList<GraphTensor> outputs,
        int capacity
    )
        : base(step, sessions, step.Posterior!.Parameters, capacity)
    {
        var manifest = step.Folder!.Manifest;
        column = manifest.Columns[0];
        likelihood = ColumnLikelihood.Get(column);
        series = manifest.Series!;
        limits = new(series);
        var scores = GraphTensors.ScorerOutputs(manifest).Select(output => output.Name).ToHashSet();
        var byKind = outputs.ToLookup(output => scores.Contains(output.Name));
        GraphTensor[] expected = [.. byKind[false]];
        GraphTensor[] scored = [.. byKind[true]];
        areScores = [.. outputs.Select(output => scores.Contains(output.Name))];
        places = [.. outputs.Select((output, i) => Array.IndexOf(areScores[i] ? scored : expected, output))];
        areUncertainties = [.. expected.Select(output => Posterior.Find(output).IsUncertainty)];
        scorer = OpenThird(step, sessions, scored, capacity);
        values = new(expected, capacity);
        channelCount = series.Channels.Count;
        raw = new float[checked(capacity * column.Width)];
        shifts = new float[capacity * channelCount];
    }

    public override RowValues Input(int input, int row) => scorer.Input(input, row);

    public override RowValues Output(int output, int row) =>
        areScores[output] ? scorer.Output(places[output], row) : values.Row(places[output], row);

    public override void Run(int rowCount)
    {
        scorer.Run(rowCount);
        if (areUncertainties.Length == 0)
        {
            return;
        }

        Encoder.CopyLastInputs(scorer, scorer.Inputs.Names.Length, rowCount);
        for (var row = 0; row < rowCount; row++)
        {
            var window = Encoder.Input<float>(0, row);
            window.CopyTo(RawOf(row));
            WindowGaps.Fill(window, channelCount);
        }

        Reconstruct(rowCount);
        if (raw.AsSpan(0, rowCount * column.Width).Contains(float.NaN))
        {
            for (var row = 0; row < rowCount; row++)
            {
                Fill(row);
            }

            Reconstruct(rowCount);
        }

        for (var row = 0; row < rowCount; row++)
        {
            Write(row);
        }
    }

    private Span<float> RawOf(int row) => raw.AsSpan(row * column.Width, column.Width);

    private Span<float> ShiftsOf(int row) => shifts.AsSpan(row * channelCount, channelCount);

    private void Reconstruct(int rowCount)
    {
        for (var row = 0; row < rowCount; row++)
        {
            SetShifts(row);
        }

        Encoder.Run(rowCount);
        Decode(rowCount, number: null);
    }

    /// <summary>Computes how far the channels of the encoder's input are from their usual level; 0 where they are not moved.</summary>
    private void SetShifts(int row)
    {
        if (!series.IsCentered)
        {
            return;
        }

        var target = ShiftsOf(row);
        foreach (var (c, level) in limits.Levels(Encoder.Input<float>(0, row)).Index())
        {
            target[c] = float.IsNaN(level) ? 0 : level - series.Means[c];
        }
    }

    /// <summary>Writes the window into the encoder's input again, with the expected values of missing cells.</summary>
    private void Fill(int row)
    {
        var window = RawOf(row);
        var input = Encoder.Input<float>(0, row);
        for (var i = 0; i < window.Length; i++)
        {
            input[i] = float.IsNaN(window[i]) ? Mean(row, i) : window[i];
        }
    }

    private void Write(int row)
    {
        foreach (var (output, isUncertainty) in areUncertainties.Index())
        {
            var cells = values.Row<float>(output, row);
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = isUncertainty ? (float)Math.Sqrt(likelihood.Variance!(Decoded(row, i))) : Mean(row, i);
            }
        }
    }

    private float Mean(int row, int cell) => (float)Decoded(row, cell).Mean + ShiftsOf(row)[cell % channelCount];

    private DecodedNumber Decoded(int row, int cell) => new(column, new DecodedRow(Decoder, row, 0), cell);
}
