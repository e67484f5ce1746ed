using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A batch of a step that runs encoder.onnx, and decoder.onnx on samples or means of z.</summary>
internal abstract class PosteriorBatch : StepBatch
{
    private readonly ulong[] ids;
    private OnnxBatch? third;

    /// <param name="step">A step whose graphs are encoder and decoder, and whose inputs are all columns of the model.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="parameters">The outputs of the decoder.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    protected PosteriorBatch(
        BatchedOnnxStep step,
        StepSessions sessions,
        IReadOnlyList<GraphTensor> parameters,
        int capacity
    )
    {
        Posterior = step.Posterior!;
        Encoder = new(sessions.Leases[0], step.Graphs[0].Inputs, Posterior.EncoderOutputs, capacity);
        Decoder = new(sessions.Leases[1], step.Graphs[1].Inputs, parameters, capacity);
        ids = new ulong[capacity];
    }

    protected PosteriorDraws Posterior { get; }

    protected OnnxBatch Encoder { get; }

    protected OnnxBatch Decoder { get; }

    public override RowValues Input(int input, int row) => Encoder.Input(input, row);

    /// <summary>
    /// Sets the id of the row at a place of the batch. The random numbers of the row depend on this id and the seed only.
    /// </summary>
    public override void SetId(int row, DataViewRowId id) => ids[row] = id.Low ^ (id.High * 0x9E3779B97F4A7C15);

    /// <summary>Sets the ids of rows by their values instead, so that equal rows have equal random numbers and other rows have others.</summary>
    protected void SetIdsByValues(int rowCount)
    {
        for (var row = 0; row < rowCount; row++)
        {
            ids[row] = Encoder.Inputs.HashRow(row);
        }
    }

    public override void Dispose()
    {
        third?.Dispose();
        Encoder.Dispose();
        Decoder.Dispose();
    }

    /// <summary>Opens the third graph of a step: imputer.onnx or scorer.onnx. Without outputs, it does not run.</summary>
    protected OnnxBatch OpenThird(
        BatchedOnnxStep step,
        StepSessions sessions,
        IEnumerable<GraphTensor> outputs,
        int capacity
    ) => third = new(sessions.Leases[2], step.Graphs[2].Inputs, outputs, capacity);

    /// <summary>Runs the imputer on the rows that the encoder has.</summary>
    protected void Impute(OnnxBatch imputer, int rowCount)
    {
        imputer.CopyLastInputs(Encoder, Encoder.Inputs.Names.Length, rowCount);
        imputer.Run(rowCount);
    }

    protected ulong IdOf(int row) => ids[row];

    /// <summary>Adds the observed cells of a row to the relations between its cells.</summary>
    protected void AddObserved(RowRelations relations, int row)
    {
        relations.Start(row);
        foreach (var column in relations.Columns)
        {
            if (ReadObserved(column, row) is { } value)
            {
                relations.Add(row, column, value, isDrawn: false);
            }
        }
    }

    /// <summary>Writes a number or a key for the encoder.</summary>
    protected void WriteCell(int column, int row, float value, int slot = 0)
    {
        if (Posterior.ModelColumns[column].Type == VaeColumn.KeyType)
        {
            Encoder.Input<uint>(column, row)[0] = (uint)value;
        }
        else
        {
            Encoder.Input<float>(column, row)[slot] = value;
        }
    }

    /// <summary>Returns the number of an observed cell, its key, or 0 or 1; null for a missing cell.</summary>
    private float? ReadObserved(int column, int row)
    {
        switch (Posterior.ModelColumns[column])
        {
            case { Type: VaeColumn.BooleanType }:
                return Encoder.Input<bool>(column, row)[0] ? 1 : 0;
            case { KeyCount: not null } ofKeys:
                var key = Encoder.Input<uint>(column, row)[0];
                return ofKeys.IsObserved(key) ? key : null;
            default:
                var number = Encoder.Input<float>(column, row)[0];
                return number < GraphTensors.KnownMissing ? number : null; // NaN is not less
        }
    }

    /// <summary>
    /// Returns log p(x_observed|z) of a row for the decoded z, up to a constant of the row. The outputs of the decoder must be <see
    /// cref="PosteriorDraws.Parameters"/>.
    /// </summary>
    protected double LogDensity(int row)
    {
        var sum = 0.0;
        foreach (var (input, (prediction, first)) in Posterior.Predictions.Index())
        {
            sum += prediction.LogDensity(new DecodedRow(Decoder, row, first), Encoder, input);
        }

        return sum;
    }

    /// <summary>Returns log(p(z) / q(z|x)) of the decoded z of a row.</summary>
    protected double LogRatio(int row) => Posterior.LogRatio(Encoder, row, Decoder.Input<float>(0, row));

    /// <summary>Decodes a sample of z for each row. The encoder must have run.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="number">The number of the sample for these rows, from 0; null for the mean of q(z|x).</param>
    protected void Decode(int rowCount, int? number)
    {
        for (var row = 0; row < rowCount; row++)
        {
            var z = Decoder.Input<float>(0, row);
            if (number is { } sample)
            {
                Posterior.ReadLatent(Encoder, row, ids[row], sample, z);
            }
            else
            {
                Encoder.Output<float>(0, row).CopyTo(z);
            }
        }

        Decoder.CopyLastInputs(Encoder, Decoder.Inputs.Names.Length - 1, rowCount);
        Decoder.Run(rowCount);
    }
}
