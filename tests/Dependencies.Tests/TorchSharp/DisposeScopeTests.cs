using TorchSharp;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>The lifetime of tensors and the scopes that dispose them.</summary>
public sealed class DisposeScopeTests
{
    [Test]
    public void Dispose_OfAScope_DisposesWhatWasCreatedInIt()
    {
        Tensor inside;
        using var outside = zeros(2);
        using (NewDisposeScope())
        {
            inside = outside + 1;
        }

        Assert.Multiple(() =>
        {
            Assert.That(inside.IsInvalid, Is.True);
            Assert.That(outside.IsInvalid, Is.False);
        });
    }

    [Test]
    public void MoveToOuterDisposeScope_OfATensor_KeepsItUntilTheOuterScopeEnds()
    {
        Tensor moved;
        bool aliveBetween;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                moved = zeros(2).MoveToOuterDisposeScope();
            }

            aliveBetween = !moved.IsInvalid;
        }

        Assert.Multiple(() =>
        {
            Assert.That(aliveBetween, Is.True);
            Assert.That(moved.IsInvalid, Is.True);
        });
    }

    [Test]
    public void MoveToOuter_WithoutAnOuterScope_DetachesTheTensor()
    {
        Tensor moved;
        using (var scope = NewDisposeScope())
        {
            moved = scope.MoveToOuter(zeros(2));
        }

        using (moved)
        {
            Assert.That(moved.IsInvalid, Is.False);
        }
    }

    [Test]
    public void DetachFromDisposeScope_OfATensor_LeavesItAlive()
    {
        Tensor detached;
        using (NewDisposeScope())
        {
            detached = zeros(2).DetachFromDisposeScope();
        }

        using (detached)
        {
            Assert.That(detached.IsInvalid, Is.False);
        }
    }

    [Test]
    public void Module_CreatedInAScope_KeepsItsParametersAfterwards()
    {
        global::TorchSharp.Modules.Linear linear;
        using (NewDisposeScope())
        {
            linear = nn.Linear(3, 2);
        }

        using (linear)
        {
            Assert.That(linear.parameters().Select(parameter => parameter.IsInvalid), Is.All.False);
        }
    }

    [Test]
    public void Scopes_OfAnotherThread_DoNotTakeThisThreadsTensors()
    {
        Tensor? other = null;
        var thread = new Thread(() => other = zeros(2));

        using (NewDisposeScope())
        {
            thread.Start();
            thread.Join();
        }

        using (other)
        {
            Assert.That(other!.IsInvalid, Is.False);
        }
    }
}
