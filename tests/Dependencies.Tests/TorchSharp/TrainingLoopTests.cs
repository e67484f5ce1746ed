using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>The properties that a training loop relies on: all tensors are disposed, and the loss falls.</summary>
[NonParallelizable]
public sealed class TrainingLoopTests
{
    [Test]
    public void Steps_EachInADisposeScope_LeaveNoTensorAlive()
    {
        manual_seed(1);
        using var network = nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 6));
        using var optimizer = optim.Adam(network.parameters(), lr: 0.01);
        using var rows = rand(32, 6);
        var first = Step(network, optimizer, rows);
        var alive = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        double last = 0;
        for (var i = 0; i < 1000; i++)
        {
            last = Step(network, optimizer, rows);
        }

        Assert.Multiple(() =>
        {
            Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(alive));
            Assert.That(last, Is.LessThan(first / 2));
        });
    }

    [Test]
    public void TotalCount_AfterAScope_HasNotGrown()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;

        using (NewDisposeScope())
        {
            var x = rand(10, 10);
            _ = x.matmul(x).relu().sum();
        }

        Assert.That(Tensor.TotalCount, Is.LessThanOrEqualTo(before));
    }

    [Test]
    public void Finalizer_OfAnUndisposedTensor_ReleasesIt()
    {
        var before = Tensor.TotalCount;
        Forget(100);

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.That(Tensor.TotalCount, Is.LessThanOrEqualTo(before));
    }

    private static void Forget(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _ = zeros(3);
        }
    }

    private static double Step(Sequential network, Adam optimizer, Tensor rows)
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.mse_loss(network.call(rows), rows);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }
}
