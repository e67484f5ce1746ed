using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Training rows that are read again in every epoch, through a shuffle buffer.</summary>
/// <param name="source">The data.</param>
/// <param name="rowCount">The number of training rows in the source.</param>
/// <param name="sample">A sample of the rows.</param>
/// <param name="values">Checks the values, and contains their range.</param>
/// <param name="validation">The validation rows; null for none.</param>
internal sealed class StreamedData(
    StreamedSource source,
    long rowCount,
    MemoryRows sample,
    FeatureValues values,
    MemoryRows? validation
) : TrainingData(source.ColumnName, values, validation)
{
    public override int InputDim => sample.Width - Values.ConditionWidth;

    public override long RowCount => rowCount;

    public override bool HaveWeights => source.Columns.HaveWeights;

    public override MemoryRows Sample => sample;

    public override EpochRows OpenEpoch(int epoch, Generator generator) =>
        new Epoch(source, epoch, Values, (int)Math.Min(rowCount, source.Options.Data.ShuffleBufferRows));

    private sealed class Epoch : EpochRows
    {
        private readonly StreamedSource source;
        private readonly TrainingRowReader reader;
        private readonly ShuffleBuffer buffer;
        private readonly RowEncoding? encoding;
        private long taken;
        private bool isAtEnd;

        public Epoch(StreamedSource source, int epoch, FeatureValues values, int capacity)
        {
            this.source = source;
            encoding = source.Columns.Features.Encoding;
            reader = source.NewReader(values);
            var seed = source.Options.Seed;
            buffer = new ShuffleBuffer(
                capacity,
                source.Columns.Width,
                () => EpochRandomness.UniformAt(taken++, seed, EpochRandomness.Purpose.ShuffleBuffer, epoch)
            );
        }

        public override TrainingBatch Next(long count)
        {
            var width = source.Columns.Width;
            var features = empty(count, width); // [n, stored values]
            var values = MemoryMarshal.Cast<byte, float>(features.bytes);
            var weights = new float[count];
            for (var i = 0; i < count; i++)
            {
                Fill();
                weights[i] = buffer.Take(values.Slice(i * width, width));
            }

            var batch = encoding?.Encode(features) ?? features; // [n, W]
            return new TrainingBatch(batch, source.Columns.HaveWeights ? tensor(weights) : null);
        }

        public override void Dispose()
        {
            reader.Dispose();
            base.Dispose();
        }

        private void Fill()
        {
            while (!isAtEnd && !buffer.IsFull)
            {
                isAtEnd = !reader.MoveNext(buffer.Free);
                if (!isAtEnd && source.IsForTraining(reader))
                {
                    buffer.Put(source.WeightOf(reader));
                }
            }

            if (buffer.Count == 0)
            {
                throw source.BecameShorter();
            }
        }
    }
}
