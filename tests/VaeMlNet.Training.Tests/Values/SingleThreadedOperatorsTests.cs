using NUnit.Framework;
using TorchSharp;

namespace VaeMlNet.Tests;

/// <summary>The number of threads of torch's operators, which belongs to each thread.</summary>
[NonParallelizable]
public sealed class SingleThreadedOperatorsTests
{
    [Test]
    public void Begin_OnOneThread_LeavesOthersAsTheyAre()
    {
        var threads = Some.WithThreads(
            3,
            () =>
            {
                using var lease = SingleThreadedOperators.Begin();
                using var nested = SingleThreadedOperators.Begin();
                return (
                    torch.get_num_threads(),
                    OnNewThread(torch.get_num_threads),
                    OnNewThread(() => SingleThreadedOperators.ThreadCount)
                );
            }
        );

        Assert.That(threads, Is.EqualTo((1, 3, 3)));
    }

    [Test]
    public void Begin_OnTwoThreadsThatOverlap_EachIsRestored()
    {
        var threads = Some.WithThreads(
            3,
            () =>
            {
                var first = SingleThreadedOperators.Begin();
                var (whileBoth, ofOther) = OnNewThread(() =>
                {
                    int active;
                    using (SingleThreadedOperators.Begin())
                    {
                        active = torch.get_num_threads();
                    }

                    return (active, torch.get_num_threads());
                });
                var whileFirst = torch.get_num_threads();
                first.Dispose();
                return (whileBoth, ofOther, whileFirst, torch.get_num_threads(), OnNewThread(torch.get_num_threads));
            }
        );

        Assert.That(threads, Is.EqualTo((1, 3, 1, 3, 3)));
    }

    [Test]
    public void Begin_OnAThreadWithItsOwnNumber_LeavesThatOfNewThreads()
    {
        var threads = Some.WithThreads(
            2,
            () =>
            {
                OnNewThread(() =>
                {
                    torch.set_num_threads(3);
                    return 0;
                });
                int whileActive;
                using (SingleThreadedOperators.Begin())
                {
                    whileActive = OnNewThread(torch.get_num_threads);
                }

                return (whileActive, torch.get_num_threads(), OnNewThread(torch.get_num_threads));
            }
        );

        Assert.That(threads, Is.EqualTo((3, 2, 3)));
    }

    [Test]
    public void Begin_OnAThreadThatHelpsAnother_HasTheNumberOfThatThread()
    {
        var threads = OnNewThread(() =>
        {
            using var lease = SingleThreadedOperators.Begin(5);
            return (torch.get_num_threads(), SingleThreadedOperators.ThreadCount);
        });

        Assert.That(threads, Is.EqualTo((1, 5)));
    }

    [Test]
    public void Fit_TwoAtTheSameTime_GiveTheSameWeightsAndLeaveTheThreadsOfTorch()
    {
        VaeTrainerOptions options = new()
        {
            EpochCount = 3,
            LatentDim = 2,
            Network = new ConvolutionalNetworkOptions { Image = new(1, 8, 8), Filters = [16, 16] },
        };
        var random = new Random(1);
        using var rows = Some.ToTensor([
            .. Enumerable.Range(0, 256).Select(_ => Enumerable.Range(0, 64).Select(_ => random.NextSingle()).ToArray()),
        ]);
        var (alone, together) = Some.WithThreads(
            3,
            () =>
                (
                    Fit(),
                    Enumerable
                        .Range(0, 2)
                        .Select(_ => Task.Factory.StartNew(Fit, TaskCreationOptions.LongRunning))
                        .ToArray()
                        .Select(fit => fit.Result)
                        .ToArray()
                )
        );

        Assert.That(together.Select(fit => fit.Threads), Is.All.EqualTo(3));
        Assert.That(together.All(fit => fit.Weights.SequenceEqual(alone.Weights)));

        (float[] Weights, int Threads) Fit()
        {
            using var model = new VaeTrainer(options).Fit(rows);
            return (Some.Weights(model), torch.get_num_threads());
        }
    }

    private static T OnNewThread<T>(Func<T> use)
    {
        T result = default!;
        Thread thread = new(() => result = use());
        thread.Start();
        thread.Join();
        return result;
    }
}
