using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Embeddings, padding, pixel shuffling and lists of modules.</summary>
public sealed class EmbeddingAndPaddingTests
{
    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope()
    {
        scope = NewDisposeScope();
        manual_seed(1);
    }

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    public void Embedding_OfIndices_GivesTheirRows()
    {
        using var embedding = nn.Embedding(3, 2);
        using (no_grad())
        {
            embedding.weight!.copy_(arange(6, dtype: float32).reshape(3, 2));
        }

        var output = embedding.call(tensor(new long[] { 2, 0, 2 }).reshape(1, 3));

        Assert.That(output.shape, Is.EqualTo(new long[] { 1, 3, 2 }));
        Assert.That(output.data<float>().ToArray(), Is.EqualTo(new float[] { 4, 5, 0, 1, 4, 5 }));
        Assert.That(embedding.weight!.shape, Is.EqualTo(new long[] { 3, 2 }));
    }

    [Test]
    public void Embedding_Trained_ChangesOnlyTheRowsItGave()
    {
        using var embedding = nn.Embedding(4, 2);
        var before = embedding.weight!.data<float>().ToArray();
        using var optimizer = optim.SGD(embedding.parameters(), 1);

        embedding.call(tensor(new long[] { 1 })).sum().backward();
        optimizer.step();

        var after = embedding.weight!.data<float>().ToArray();

        Assert.That(
            after.Zip(before, (a, b) => a - b),
            Is.EqualTo(new float[] { 0, 0, -1, -1, 0, 0, 0, 0 }).Within(1e-6)
        );
    }

    [Test]
    public void Pads_OfASequence_RepeatMirrorOrFill()
    {
        var x = tensor(new float[] { 1, 2, 3 }).reshape(1, 1, 3);
        float[] Pad(nn.Module<Tensor, Tensor> module)
        {
            using (module)
            {
                return module.call(x).data<float>().ToArray();
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(Pad(nn.ConstantPad1d((1, 2), 9)), Is.EqualTo(new float[] { 9, 1, 2, 3, 9, 9 }));
            Assert.That(Pad(nn.ReflectionPad1d((1, 2))), Is.EqualTo(new float[] { 2, 1, 2, 3, 2, 1 }));
            Assert.That(Pad(nn.ReplicationPad1d(2)), Is.EqualTo(new float[] { 1, 1, 1, 2, 3, 3, 3 }));
        });
    }

    [Test]
    public void ZeroPad2d_OfAnImage_PadsAllSides()
    {
        using var pad = nn.ZeroPad2d(2);

        Assert.That(pad.call(ones([1, 1, 5, 6])).shape, Is.EqualTo(new long[] { 1, 1, 9, 10 }));
        Assert.That(pad.padding, Is.EqualTo(new long[] { 2, 2, 2, 2 }));
    }

    [Test]
    public void PixelShuffleAndUnshuffle_OfAnImage_AreEachOthersInverse()
    {
        using var both = nn.Sequential(nn.PixelShuffle(2), nn.PixelUnshuffle(2));
        var x = randn([2, 8, 3, 5]);

        Assert.That(both.call(x).Equals(x), Is.True);
    }

    [Test]
    public void PixelShuffle_OfOnePixel_LaysItsChannelsInRows()
    {
        using var shuffle = nn.PixelShuffle(2);
        var output = shuffle.call(arange(4, dtype: float32).reshape(1, 4, 1, 1));

        Assert.That(output.shape, Is.EqualTo(new long[] { 1, 1, 2, 2 }));
        Assert.That(output.data<float>().ToArray(), Is.EqualTo(new float[] { 0, 1, 2, 3 }));
    }

    [Test]
    public void ModuleList_InAModule_RegistersItsItemsByIndex()
    {
        using var module = new Stack();

        Assert.That(
            module.state_dict().Keys,
            Is.EquivalentTo(new[] { "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias" })
        );
        Assert.That(module.call(zeros(3, 4)).shape, Is.EqualTo(new long[] { 3, 2 }));
    }

    private sealed class Stack : nn.Module<Tensor, Tensor>
    {
        private readonly ModuleList<nn.Module<Tensor, Tensor>> layers;

        public Stack()
            : base(nameof(Stack))
        {
            layers = nn.ModuleList<nn.Module<Tensor, Tensor>>(nn.Linear(4, 3), nn.Linear(3, 2));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => layers.Aggregate(input, (x, layer) => layer.call(x));
    }
}
