namespace FLChain.Core.Establishment;

/// <summary>
/// The allocation with the greatest total profit: a transportation problem, solved exactly by successive augmenting
/// paths of greatest gain (Bellman–Ford on the residual graph). Each path places one more trainer; since the gains of
/// successive paths never grow, it stops at the first path that gains less than nothing.
/// </summary>
public sealed class OptimalEstablishment : IEstablishment
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Allocate(IReadOnlyCollection<Candidate> candidates, IReadOnlyDictionary<string, int> capacities)
    {
        var problem = new Residual(candidates, capacities);
        while (problem.Augment())
        {
        }

        return Allocation.Of(problem.Federations());
    }

    // Trainers and models are numbered in the order of their ids, and edges in that order too, and a path is replaced
    // only by a strictly better one: so ties fall the same way everywhere.
    private sealed class Residual
    {
        private readonly string[] _trainers;
        private readonly string[] _models;
        private readonly int[] _free;
        private readonly int[] _placedIn;
        private readonly List<(int Trainer, int Model, Int128 Profit)> _edges = [];
        private readonly Dictionary<(int Trainer, int Model), Int128> _profit = [];

        public Residual(IReadOnlyCollection<Candidate> candidates, IReadOnlyDictionary<string, int> capacities)
        {
            _trainers = [.. candidates.Select(c => c.DpId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            _models = [.. candidates.Select(c => c.Fid).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            _free = [.. _models.Select(fid => capacities[fid])];
            _placedIn = [.. Enumerable.Repeat(-1, _trainers.Length)];
            foreach (var candidate in candidates.Where(c => c.Profit >= 0))
            {
                var trainer = Array.BinarySearch(_trainers, candidate.DpId, StringComparer.Ordinal);
                var model = Array.BinarySearch(_models, candidate.Fid, StringComparer.Ordinal);
                _edges.Add((trainer, model, candidate.Profit));
                _profit[(trainer, model)] = candidate.Profit;
            }

            _edges.Sort((a, b) => a.Trainer != b.Trainer ? a.Trainer.CompareTo(b.Trainer) : a.Model.CompareTo(b.Model));
        }

        public bool Augment()
        {
            var trainerGain = new Int128?[_trainers.Length];
            var modelGain = new Int128?[_models.Length];
            var cameFrom = new int[_models.Length];
            var displacedBy = new int[_trainers.Length];
            for (var t = 0; t < _trainers.Length; t++)
                if (_placedIn[t] < 0)
                    trainerGain[t] = 0;

            while (Relax(trainerGain, modelGain, cameFrom, displacedBy))
            {
            }

            var end = -1;
            for (var m = 0; m < _models.Length; m++)
                if (_free[m] > 0 && modelGain[m] is { } gain && (end < 0 || gain > modelGain[end]))
                    end = m;
            if (end < 0 || modelGain[end] < 0) return false;

            Place(end, cameFrom, displacedBy);
            return true;
        }

        // One pass of Bellman–Ford: forward over a free pair gains its profit, backward over a placed pair loses it.
        private bool Relax(Int128?[] trainerGain, Int128?[] modelGain, int[] cameFrom, int[] displacedBy)
        {
            var changed = false;
            foreach (var (trainer, model, profit) in _edges)
            {
                if (_placedIn[trainer] == model || trainerGain[trainer] is not { } gain) continue;
                if (modelGain[model] is { } known && known >= gain + profit) continue;
                modelGain[model] = gain + profit;
                cameFrom[model] = trainer;
                changed = true;
            }

            for (var t = 0; t < _trainers.Length; t++)
            {
                var model = _placedIn[t];
                if (model < 0 || modelGain[model] is not { } gain) continue;
                var moved = gain - _profit[(t, model)];
                if (trainerGain[t] is { } known && known >= moved) continue;
                trainerGain[t] = moved;
                displacedBy[t] = model;
                changed = true;
            }

            return changed;
        }

        private void Place(int end, int[] cameFrom, int[] displacedBy)
        {
            _free[end]--;
            for (var model = end; ;)
            {
                var trainer = cameFrom[model];
                var before = _placedIn[trainer];
                _placedIn[trainer] = model;
                if (before < 0) return;
                model = displacedBy[trainer];
            }
        }

        public KeyValuePair<string, List<string>>[] Federations()
        {
            var federations = _models.Select(fid => KeyValuePair.Create(fid, new List<string>())).ToArray();
            for (var t = 0; t < _trainers.Length; t++)
                if (_placedIn[t] >= 0)
                    federations[_placedIn[t]].Value.Add(_trainers[t]);
            return federations;
        }
    }
}
